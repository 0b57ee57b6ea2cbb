from minivex import cron_jobs, internal

crons = cron_jobs()
crons.interval("pick up what got stuck", {"minutes": 5}, internal.worker.sweep)
