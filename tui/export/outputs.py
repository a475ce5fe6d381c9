"""What somebody needs next of what a script makes: names and ARNs, of every thing and not only of the first."""

from tui.core.calls.result_reference import put_in
from tui.core.kinds import Bucket, KmsKey, Stream
from tui.core.plan.plan import Plan
from tui.core.plan.report import outputs_of


def printed_outputs(plan: Plan) -> list[tuple[str, str]]:
    """(name, value) in the plan's order; a value that only a call's answer will say is a Ref."""
    target = plan.target
    found: list[tuple[str, str]] = []
    for one in plan.desired:
        for name, value in outputs_of((one,), plan.observed, target).items():
            found += [(name, text) for text in (value if isinstance(value, list) else [value])]
        match one:
            case Bucket(name=name):
                found.append(("bucket_arn", f"arn:{target.partition}:s3:::{name}"))
            case Stream(name=name):
                where = f"arn:{target.partition}:kinesis:{target.region}:{target.account}"
                found.append(("stream_arn", f"{where}:stream/{name}"))
            case KmsKey() if "kms_key_arn" not in outputs_of((one,), plan.observed, target):
                found.append(("kms_key_arn", put_in({"result": one.address, "field": "Arn"}, target)))
            case _:
                pass
    return found
