"""What a change of policy documents means: who gains what, who loses what, and what only looks different.

A verdict is never a guess. "Broadens" and "narrows" stand on a request, made up for the purpose, that is decided
differently before and after; "neutral" on a proof that there is none; where neither is found, it "cannot be told".

globs -> operators -> conditions -> rules -> boxes (what one side has and the other has not) -> rows -> verdicts
"""
