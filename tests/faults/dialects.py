"""How each service's requests say what is asked, and how its refusals are worded: four protocols, and S3's own."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

Answer = tuple[str, list[tuple[str, str]], bytes]
Called = tuple[str, str, Mapping[str, Any]]
"""(service, operation, parameters as far as they are text)."""

SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/")
APIGATEWAY = {"GET": "GetAccount", "PATCH": "UpdateAccount"}
S3 = {"GET": "Get", "PUT": "Put", "DELETE": "Delete", "HEAD": "Head"}
PARTS = {"policy": "BucketPolicy", "tagging": "BucketTagging", "publicAccessBlock": "PublicAccessBlock"}
"""What of a bucket a query names; without one the request is about the bucket itself. Only what plans contain."""
JSON_SERVICES = ("cognito-identity", "logs", "apigateway", "kms", "kinesis")
XML = {
    "ec2": "<Response><Errors><Error><Code>{}</Code><Message>{}</Message></Error></Errors></Response>",
    "s3": "<Error><Code>{}</Code><Message>{}</Message></Error>",
}
IAM = "<ErrorResponse><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message></Error></ErrorResponse>"


def called(environ: Mapping[str, Any], body: bytes) -> Called:
    """What a request asks for; an empty operation for what no plan contains."""
    scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    service = scope[1] if scope else ""
    if target := environ.get("HTTP_X_AMZ_TARGET", ""):
        return service, target.rpartition(".")[2], json.loads(body or b"{}")
    form = {name: values[0] for name, values in parse_qs(body.decode("latin-1"), keep_blank_values=True).items()}
    if "Action" in form:
        return service, form["Action"], form
    method = environ["REQUEST_METHOD"]
    if service != "s3":
        return service, APIGATEWAY.get(method, "") if service == "apigateway" else "", {}
    part = PARTS.get(environ.get("QUERY_STRING", "").partition("=")[0], "")
    operation = "CreateBucket" if method == "PUT" and not part else f"{S3[method]}{part or 'Bucket'}"
    return service, operation, {"Bucket": environ["PATH_INFO"].strip("/"), "Policy": body.decode("utf-8", "replace")}


def refusal(service: str, status: str, code: str, message: str) -> Answer:
    """An error as the service words it."""
    if service in JSON_SERVICES:
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", code)]
        return status, headers, json.dumps({"__type": code, "message": message}).encode()
    return status, [("Content-Type", "text/xml")], XML.get(service, IAM).format(code, message).encode()


POOL_ROLES: dict[str, Mapping[str, Any]] = {}
"""The roles of identity pools, by pool; moto's own things live in modules too."""


def pool_answer(operation: str, params: Mapping[str, Any]) -> Answer | None:
    """The answer to the two calls about pools' roles that moto lacks; None for any other."""
    pool = params.get("IdentityPoolId", "")
    match operation:
        case "SetIdentityPoolRoles":
            POOL_ROLES[pool] = {key: params[key] for key in ("Roles", "RoleMappings") if params.get(key)}
            text: Mapping[str, Any] = {}
        case "GetIdentityPoolRoles":
            text = {"IdentityPoolId": pool, **POOL_ROLES.get(pool, {})}
        case _:
            return None
    return "200 OK", [("Content-Type", "application/x-amz-json-1.1")], json.dumps(text).encode()
