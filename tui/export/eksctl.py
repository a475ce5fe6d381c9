"""For roles of Kubernetes service accounts: what eksctl and kubectl need to know of them."""

import re
import shlex
from collections.abc import Iterator, Mapping

from tui.core.errors import UsageError
from tui.core.iam.arn import role_arn
from tui.core.iam.policy import as_list, statements_of
from tui.core.kinds import Role
from tui.core.plan.exported import ExportFile
from tui.core.plan.review import Review
from tui.export.yaml_text import yaml

SUBJECT = re.compile(r"system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)", re.ASCII)
SCRIPT = """\
#!/usr/bin/env bash
# {preset}: made by rolewizard for account {account}, region {region}.
# The role is made by the other exports or by rolewizard; this joins it to the cluster. Needs eksctl and kubectl.
set -euo pipefail
cd "$(dirname "$0")"
{cluster}
# IAM has to be told to accept the cluster's tokens; eksctl leaves a provider that is there alone
eksctl utils associate-iam-oidc-provider --cluster "$cluster" --region {region} --approve

# the service account, annotated with the role
kubectl apply -f service-account.yaml

# or have eksctl make the service account instead:
{alternatives}
"""


def files(review: Review) -> tuple[ExportFile, ...]:
    """A script and the ServiceAccount manifests. Raises UsageError("export.no_irsa")."""
    target = review.plan.target
    accounts = list(_accounts(review))
    if not accounts:
        raise UsageError("export.no_irsa", review.preset.id)
    manifests = [_manifest(*one) for one in accounts]
    text = SCRIPT.format(
        preset=review.preset.id,
        account=target.account,
        region=target.region,
        cluster=_cluster(review),
        alternatives="\n".join(_alternative(target.region, *one) for one in accounts),
    )
    return (
        ExportFile(f"{review.preset.id}-eksctl.sh", text),
        ExportFile("service-account.yaml", "---\n".join(manifests)),
    )


def _accounts(review: Review) -> Iterator[tuple[str, str, str]]:
    """(namespace, service account, role ARN) of every subject that a trust policy names in full."""
    for one in review.plan.desired:
        if isinstance(one, Role):
            for statement in statements_of(one.trust):
                for subject in _subjects(statement):
                    if found := SUBJECT.fullmatch(subject):
                        yield found[1], found[2], role_arn(review.plan.target, one.name, one.path)


def _subjects(statement: Mapping[str, object]) -> Iterator[str]:
    conditions = statement.get("Condition")
    for keys in conditions.values() if isinstance(conditions, Mapping) else ():
        for key, values in keys.items():
            if str(key).endswith(":sub"):
                yield from map(str, as_list(values))


def _cluster(review: Review) -> str:
    """The shell variable that names the cluster; where nobody said which, the script asks for it."""
    known = (
        review.answers.values.get(name)
        for name, placeholder in review.preset.placeholders.items()
        if placeholder.type == "eks-cluster-name"
    )
    name = next(filter(None, known), "")
    return f"cluster={shlex.quote(name)}" if name else "cluster=${1:?give the name of the EKS cluster}"


def _manifest(namespace: str, name: str, arn: str) -> str:
    return yaml(
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": {
                "name": name,
                "namespace": namespace,
                "annotations": {"eks.amazonaws.com/role-arn": arn},
            },
        }
    )


def _alternative(region: str, namespace: str, name: str, arn: str) -> str:
    words = ["--region", region, "--namespace", namespace, "--name", name, "--attach-role-arn", arn, "--approve"]
    return f'# eksctl create iamserviceaccount --cluster "$cluster" {shlex.join(words)}'
