"""Our own dark theme, and the inks that texts are written with in every theme."""

from textual.theme import Theme

ROLEWIZARD = Theme(
    name="rolewizard",
    primary="#7AA2F7",
    secondary="#5B74B5",
    accent="#F2B263",
    warning="#E9C46A",
    error="#F2777A",
    success="#7FCB8F",
    foreground="#DDE3EE",
    background="#0F131A",
    surface="#161C26",
    panel="#202938",
    dark=True,
    variables={
        "block-cursor-background": "#2E3F66",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-text-style": "bold",
        "border": "#7AA2F7",
        "border-blurred": "#2C3648",
        "scrollbar": "#35425A",
        "scrollbar-hover": "#4A5C7E",
        "scrollbar-active": "#7AA2F7",
        "scrollbar-background": "#131923",
        "scrollbar-background-hover": "#131923",
        "scrollbar-background-active": "#131923",
        "scrollbar-corner-color": "#131923",
        "input-selection-background": "#7AA2F7 35%",
        "button-focus-text-style": "bold reverse",
    },
)

PLAIN = "$foreground"
MUTED = "$foreground 62%"
STRONG = "bold $foreground"
TITLE = "bold $text-primary"
GOOD = "$text-success"
CARE = "$text-warning"
BAD = "$text-error"
VALUE = "bold $text-accent"
"""What the person typed or picked, where it stands in a text."""
HIT = "bold underline"
"""What a search found."""

NEED_INKS = {
    "required": GOOD,
    "conditional": CARE,
    "service-linked": "$text-primary",
    "caller-permissions-only": "$text-secondary",
    "not-needed": MUTED,
}
NEED_GLYPHS = {
    "required": "●",
    "conditional": "◐",
    "service-linked": "◆",
    "caller-permissions-only": "◇",
    "not-needed": "○",
}
