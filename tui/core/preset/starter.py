"""A preset to start from: small, whole, and with a word about every key. Pure."""

import re
import textwrap
from collections.abc import Callable

WIDTH = 100
"""Columns of a comment; Hangul and kana take two."""
_MARK = re.compile(r"^( *)#: (\S+)$", re.MULTILINE)

TEMPLATE = """\
#: starter.intro
#: field.Preset.schema
schema: 1
#: field.Preset.id
id: @ID@
#: field.Preset.catalog
catalog: own
#: field.Preset.service
service: ec2
#: field.Preset.aliases
aliases: [my application]
#: field.Preset.group
group: compute
#: field.Preset.need
need: required
#: field.Preset.title
title:
  en: My application on EC2 (@ID@)
  ko: EC2의 내 애플리케이션 (@ID@)
  ja: EC2 上の自分のアプリケーション (@ID@)
#: field.Preset.why
why:
  en: The application reads its files from one bucket and has no access keys of its own.
  ko: 애플리케이션이 버킷 하나에서 파일을 읽으며, 자체 액세스 키는 없습니다.
  ja: アプリケーションは 1 つのバケットからファイルを読み取り、アクセスキーは持ちません。
#: field.Preset.captured
captured: @TODAY@
#: field.Preset.docs
docs:
  - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html

#: field.Preset.placeholders
placeholders:
  BUCKET_NAME:
    #: field.Placeholder.type
    type: s3-bucket-name
    #: field.Placeholder.label
    label: {en: Bucket, ko: 버킷, ja: バケット}
    #: field.Placeholder.help
    help:
      en: The bucket the application reads from.
      ko: 애플리케이션이 읽는 버킷입니다.
      ja: アプリケーションが読み取るバケットです。
    #: field.Placeholder.example
    example: my-files
  ROLE_NAME:
    type: role-name
    label: {en: Role name, ko: 역할 이름, ja: ロール名}
    help:
      en: Name of the role; unique in the account.
      ko: 역할의 이름입니다. 계정 안에서 고유해야 합니다.
      ja: ロールの名前です。アカウント内で一意にします。
    example: my-application
    #: field.Placeholder.default
    default: "@ID@-role"

#: field.Preset.resources
resources:
  - role:
      name: "<ROLE_NAME>"
      #: field.Role.trust
      trust:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}
      #: field.Role.inline
      inline:
        read-files:
          Version: "2012-10-17"
          Statement:
            - Sid: ListBucket
              Effect: Allow
              Action: "s3:ListBucket"
              Resource: "arn:<PARTITION>:s3:::<BUCKET_NAME>"
            - Sid: ReadFiles
              Effect: Allow
              Action: "s3:GetObject"
              Resource: "arn:<PARTITION>:s3:::<BUCKET_NAME>/*"
      #: field.Role.instance_profile
      instance_profile: "<ROLE_NAME>"

#: field.Preset.statements
statements:
  "trust[1]":
    en: Only EC2 instances may assume the role.
    ko: EC2 인스턴스만 역할을 수임할 수 있습니다.
    ja: EC2 インスタンスだけがロールを引き受けられます。
    #: field.Reason.source
    source: ours
  ListBucket:
    en: See which files there are.
    ko: 어떤 파일이 있는지 확인합니다.
    ja: どのファイルがあるかを確認します。
    source: ours
  ReadFiles:
    en: Read the files, and nothing else.
    ko: 파일을 읽습니다. 그 밖의 작업은 할 수 없습니다.
    ja: ファイルを読み取ります。ほかの操作はできません。
    source: ours

#: field.Preset.caller
caller:
  Version: "2012-10-17"
  Statement:
    - Sid: CreateRole
      Effect: Allow
      Action: ["iam:CreateRole", "iam:GetRole", "iam:TagRole", "iam:PutRolePolicy", "iam:GetRolePolicy"]
      Resource: "arn:<PARTITION>:iam::<ACCOUNT_ID>:role/<ROLE_NAME>"
    - Sid: ListPolicies
      Effect: Allow
      Action: ["iam:ListRolePolicies", "iam:ListAttachedRolePolicies"]
      Resource: "arn:<PARTITION>:iam::<ACCOUNT_ID>:role/<ROLE_NAME>"
    - Sid: CreateInstanceProfile
      Effect: Allow
      Action: ["iam:CreateInstanceProfile", "iam:GetInstanceProfile", "iam:AddRoleToInstanceProfile"]
      Resource: "arn:<PARTITION>:iam::<ACCOUNT_ID>:instance-profile/<ROLE_NAME>"
    - Sid: PassRole
      Effect: Allow
      Action: "iam:PassRole"
      Resource: "arn:<PARTITION>:iam::<ACCOUNT_ID>:role/<ROLE_NAME>"
      Condition: {StringEquals: {"iam:PassedToService": ec2.amazonaws.com}}

#: field.Preset.checks
checks:
  - {action: "s3:GetObject", resource: "arn:<PARTITION>:s3:::<BUCKET_NAME>/x", expect: allowed}
  - {action: "s3:PutObject", resource: "arn:<PARTITION>:s3:::<BUCKET_NAME>/x", expect: denied}

#: field.Preset.smoke
smoke:
  - aws iam get-instance-profile --instance-profile-name <ROLE_NAME>
  #: field.SmokeStep.name
  - name: {en: List the bucket, ko: 버킷 목록 보기, ja: バケットの一覧を表示}
    #: field.SmokeStep.service
    service: s3
    operation: ListObjectsV2
    #: field.SmokeStep.parameters
    parameters: {Bucket: "<BUCKET_NAME>"}
    #: field.SmokeStep.needs
    needs: {"s3:ListBucket": "arn:<PARTITION>:s3:::<BUCKET_NAME>"}
  - name: {en: Writing a file is refused, ko: 파일 쓰기는 거부됨, ja: ファイルの書き込みは拒否される}
    service: s3
    operation: PutObject
    parameters: {Bucket: "<BUCKET_NAME>", Key: rolewizard-prove.txt, Body: test}
    needs: {"s3:PutObject": "arn:<PARTITION>:s3:::<BUCKET_NAME>/rolewizard-prove.txt"}
    #: field.SmokeStep.expect
    expect: denied
    #: field.SmokeStep.clean_up
    clean_up: [{service: s3, operation: DeleteObject, parameters: {Bucket: "<BUCKET_NAME>", Key: rolewizard-prove.txt}}]

#: field.Preset.next
next:
  en: Launch the instance with the instance profile <INSTANCE_PROFILE_ARN>.
  ko: 인스턴스 프로파일 <INSTANCE_PROFILE_ARN>을 지정하여 인스턴스를 시작하십시오.
  ja: インスタンスプロファイル <INSTANCE_PROFILE_ARN> を指定してインスタンスを起動してください。
"""


def starter(preset_id: str, today: str, say: Callable[[str], str], schema: str = "") -> str:
    """The file's text, with comments in the language of `say`; `schema` is a path for editors."""
    text = TEMPLATE.replace("@ID@", preset_id).replace("@TODAY@", today)
    text = _MARK.sub(lambda mark: _comment(say(mark[2]), mark[1]), text)
    return f"# yaml-language-server: $schema={schema}\n{text}" if schema else text


def _comment(text: str, indent: str) -> str:
    width = WIDTH - len(indent) if text.isascii() else WIDTH // 2
    return textwrap.indent(textwrap.fill(text, width), f"{indent}# ")
