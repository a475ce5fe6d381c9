"""Functions of exported bash scripts; a script has those it calls."""

import re

THERE = """\
# Whether AWS has it; any answer but "there is no such thing" ends the script.
there() {
  local said
  if said=$("$@" 2>&1); then
    return 0
  fi
  case "$said" in
    *NoSuchEntity* | *NotFoundException* | *"(404)"*) return 1 ;;
  esac
  printf '%s\\n' "$said" >&2
  exit 1
}
"""

MADE = """\
# Makes something; that it is there already is fine.
made() {
  local said
  if said=$("$@" 2>&1); then
    return 0
  fi
  case "$said" in
    *ResourceAlreadyExistsException*) return 0 ;;
  esac
  printf '%s\\n' "$said" >&2
  exit 1
}
"""

SETTLED = """\
# IAM spreads its news in its own time: only the refusals that say so are waited for, two minutes at most.
settled() {
  local said pause
  for pause in 1 2 4 8 15 15 15 15 15 15 15 0; do
    if said=$("$@" 2>&1); then
      return 0
    fi
    case "$said" in
      *"Invalid principal"* | *"Invalid IAM Instance Profile"* | *BadRequestException*role*) sleep "$pause" ;;
      *NoSuchEntity*"cannot be found"*) sleep "$pause" ;;
      *) break ;;
    esac
  done
  printf '%s\\n' "$said" >&2
  exit 1
}
"""

PUT_VERSION = """\
# Puts the document of a managed policy in force: put_version ARN FILE. IAM keeps five versions; the oldest makes room.
put_version() {
  local version now
  version=$(aws iam get-policy --policy-arn "$1" --query Policy.DefaultVersionId --output text)
  now=$(aws iam get-policy-version --policy-arn "$1" --version-id "$version" \\
    --query PolicyVersion.Document --output json)
  if [ "$now" = "$(cat "$2")" ]; then
    return 0
  fi
  if [ "$(aws iam list-policy-versions --policy-arn "$1" --query 'length(Versions)' --output text)" -ge 5 ]; then
    version=$(aws iam list-policy-versions --policy-arn "$1" \\
      --query 'Versions[?!IsDefaultVersion].VersionId | [-1]' --output text)
    aws iam delete-policy-version --policy-arn "$1" --version-id "$version"
  fi
  aws iam create-policy-version --policy-arn "$1" --policy-document "file://$2" --set-as-default > /dev/null
}
"""

MERGE_BUCKET_POLICY = """\
# Puts statements into a bucket's policy: merge_bucket_policy BUCKET FILE. Those with other Sids stay as they are.
merge_bucket_policy() {
  local there merged
  if ! there=$(aws s3api get-bucket-policy --bucket "$1" --query Policy --output text 2>&1); then
    case "$there" in
      *NoSuchBucketPolicy*)
        settled aws s3api put-bucket-policy --bucket "$1" --policy "file://$2"
        return 0
        ;;
    esac
    printf '%s\\n' "$there" >&2
    exit 1
  fi
  if ! command -v python3 > /dev/null; then
    printf 'Bucket %s has a policy already; python3 is needed to merge ours into it.\\n' "$1" >&2
    exit 1
  fi
  merged=$(THERE="$there" python3 -c '
import json, os, sys
with open(sys.argv[1], encoding="utf-8") as file:
    ours = json.load(file)["Statement"]
whole = json.loads(os.environ["THERE"])
kept = whole["Statement"] if isinstance(whole["Statement"], list) else [whole["Statement"]]
sids = {one["Sid"] for one in ours}
whole["Statement"] = [one for one in kept if one.get("Sid") not in sids] + ours
print(json.dumps(whole))
' "$2")
  settled aws s3api put-bucket-policy --bucket "$1" --policy "$merged"
}
"""

FILL = """\
# Puts what is known by now into the documents: fill TEXT VALUE.
fill() {
  local file text
  for file in "$work"/*.json; do
    text=$(cat "$file")
    printf '%s\\n' "${text//"$1"/$2}" > "$file"
  done
}
"""

HELPERS = {
    "there": THERE,
    "made": MADE,
    "settled": SETTLED,
    "put_version": PUT_VERSION,
    "fill": FILL,
    "merge_bucket_policy": MERGE_BUCKET_POLICY,
}
NEEDS = {"merge_bucket_policy": {"settled"}}


def helpers_for(body: str) -> list[str]:
    """The functions the commands call, and those that these call."""
    called = {name for name in HELPERS if re.search(rf"^\s*(?:if |if ! )?{name} ", body, re.MULTILINE)}
    called |= {deeper for name in called for deeper in NEEDS.get(name, ())}
    return [text for name, text in HELPERS.items() if name in called]
