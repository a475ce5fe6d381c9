"""What a question in one of three languages is about."""

import pytest

from tui.core.catalog.question import topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("does rds need a role", "rds"),
        ("Why does firehose need a role?", "firehose"),
        ("do I need an IAM role for S3?", "S3"),
        ("which services need a role?", ""),
        ("task role", "task role"),
        ("use an existing role", "use an existing role"),
        ("람다에 역할이 필요한가요", "람다"),
        ("스텝 펑션은 왜 역할이 필요한가요?", "스텝 펑션"),
        ("세이지메이커를 쓰려면 어떤 역할이 필요합니까", "세이지메이커"),
        ("기존 역할", "기존 역할"),
        ("Glue にロールは必要ですか", "Glue"),
        ("RDSにロールは必要？", "RDS"),
        ("S3 を使うにはロールがいりますか", "S3"),
        ("ロールは必要ですか", ""),
    ],
)
def test_a_question_is_about_what_is_left_without_its_question_words(question: str, topic: str):
    assert topic_of(question).strip() == topic
