"""What is stored when the moves of the question have been made."""


def lost_update(played):
    (counter,) = played["documents"]
    return len(played["timeline"]["moves"]), counter["fields"]["value"]


def write_skew(played):
    staying = [
        shift["fields"]["doctor"].strip('"')
        for shift in played["documents"]
        if shift["fields"]["on_call"] == "True"
    ]
    names = "both" if staying[1:] else (staying or ["nobody"])[0]
    return len(played["timeline"]["moves"]), names
