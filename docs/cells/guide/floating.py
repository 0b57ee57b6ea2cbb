# loans.py
from minivex import define_schema, define_table
from minivex import mutation, v

schema = define_schema({
    "loans": define_table({"state": v.string()})
})


@mutation(args={"loan": v.id("loans")})
async def give_back(ctx, loan):
    # No await:
    ctx.db.patch("loans", loan, {"state": "returned"})


def main(lab):
    [loan] = lab.store("loans", {"state": "out"})
    print(lab.error("give_back", loan=loan))
    print(lab.table("loans"))
