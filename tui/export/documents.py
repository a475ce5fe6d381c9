"""The policy documents alone, as JSON."""

from tui.core.kinds import documents_of
from tui.core.plan.exported import ExportFile
from tui.core.plan.plan import Plan
from tui.export.arguments import Files, file_text


def documents(plan: Plan) -> tuple[ExportFile, ...]:
    """One file for each document, named after the thing and the part; none where the plan has no documents."""
    files = Files()
    for one in plan.desired:
        for part, document in documents_of(one).items():
            name = f"{one.address}-{part}" if part != "document" else one.address
            files.put(name.replace("/", "-"), file_text(document))
    return files.files
