"""What helps to understand: the glossary, the help that lists words, the card's picture, options compared."""

from driving import driving
from rich.cells import cell_len

from tui.screens.compare import CompareVariants
from tui.widgets.choice_field import ChoiceField
from tui.widgets.row_list import RowList


async def test_a_word_of_the_focused_field_opens_the_glossary_at_it_and_back_again():
    async with driving(preset="ec2-wordpress") as person:
        person.input("INSTANCE_PROFILE_NAME").focus()
        await person.press("f1")
        assert "Words used here" in person.text()
        await person.press("enter")
        assert person.stage == "Glossary"
        assert "container that carries one role" in person.page()
        await person.press("escape")

        assert person.stage == "FillPlaceholders"


async def test_words_of_the_lines_on_the_screen_are_listed_and_a_click_opens_one():
    async with driving(preset="ec2-wordpress") as person:
        await person.press("f3", "f1")
        assert person.stage == "HelpScreen"
        words = person.app.screen.query_one("#terms", RowList).rows
        await person.click("PassRole")

        assert "pass-role" in words
        assert person.stage == "Glossary"
        assert "borrow any role" in person.page()


async def test_the_glossary_is_searched_as_one_types_in_every_language():
    async with driving(language="ko") as person:
        person.app.action_glossary()
        await person.settle()
        await person.type("외부 ID")
        korean = person.page()
        await person.press("f2")

        assert "서드 파티" in korean
        assert "サードパーティー" in person.page()


async def test_the_palette_opens_the_glossary_and_a_word_nobody_knows_is_said_to_be_unknown():
    async with driving() as person:
        commands = {one.title: one.callback for one in person.app.get_system_commands(person.app.screen)}
        commands["Glossary"]()
        await person.settle()
        await person.type("[red]zzz")

        assert 'No word of the glossary matches "[red]zzz"' in person.page()


async def test_the_key_on_a_choice_compares_its_options_and_takes_the_one_looked_at():
    async with driving(preset="amp-irsa-ingest") as person:
        field = person.app.screen.query_one("#field-TRUST", ChoiceField)
        field.focus()
        await person.settle()
        assert "Compare options" in person.text()
        await person.press("v")
        first = person.page()
        await person.press("right")
        second = person.page()
        await person.press("enter")

        assert "sts.amazonaws.com" in first
        assert "pods.eks.amazonaws.com" in second
        assert person.stage == "FillPlaceholders"
        assert person.app.screen.query_one("#option-pod-identity").has_class("-taken")


async def test_an_option_names_what_it_would_make_with_the_values_typed_so_far():
    async with driving(preset="qlik-lakehouse-ec2-instance-profile") as person:
        person.input("BUCKET_NAME").focus()
        await person.type("lake-of-mine")
        person.app.screen.query_one("#field-BUCKET", ChoiceField).focus()
        await person.press("v")

        assert "+ bucket/lake-of-mine" in person.page()
        assert "public_access" not in person.page()


async def test_from_the_card_every_choice_can_be_looked_at_but_none_taken():
    async with driving() as person:
        await person.type("wordpress")
        await person.press("f3", "v")
        screen = person.app.screen
        assert isinstance(screen, CompareVariants)
        assert "Take this one" not in person.text()
        await person.press("escape")

        assert person.stage == "ReadCard"


async def test_the_card_fits_into_80_columns_with_wide_characters():
    preset = "qlik-lakehouse-ec2-instance-profile"
    async with driving(size=(80, 24), language="ko", preset=preset) as person:
        await person.press("f3")
        picture = [line for line in person.page().splitlines() if any(sign in line for sign in "┌│└├▼")]

        assert person.stage == "ReadCard"
        assert max(map(cell_len, person.lines())) <= 80
        assert max(map(cell_len, picture)) <= 74
