# history.py
from minivex import define_schema, define_table
from minivex import pagination_opts_validator, query, v

schema = define_schema({
    "loans": define_table({"tool": v.string()}),
})
options = {"pagination_opts": pagination_opts_validator}


@query(args=options)
async def page_of(ctx, pagination_opts):
    loans = ctx.db.query("loans").order("desc")
    return await loans.paginate(pagination_opts)


@query
async def everything(ctx):
    return await ctx.db.query("loans").collect()


def main(lab):
    rows = [{"tool": f"tool {n}"} for n in range(1, 301)]
    lab.store("loans", *rows)
    everything = lab.reads("everything")
    print("collect reads", everything.documents)
    cursor = None
    for number in (1, 2):
        wanted = {"numItems": 3, "cursor": cursor}
        read = lab.reads("page_of", pagination_opts=wanted)
        tools = [row["tool"] for row in read.value["page"]]
        print("page", number, "reads", read.documents, tools)
        cursor = read.value["continueCursor"]
        lab.store("loans", {"tool": "a new one"})
