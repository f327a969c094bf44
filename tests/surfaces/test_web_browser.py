"""The page in a real browser: every flow, with scripts and without, and what axe finds on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.surfaces.web_server import AXE, CHROMIUM, Served, copied, served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

QUESTION = "can I post our sales figures on LinkedIn?"
DRAFT = "Lovely charity bake sale at our shop today, thank you all! Want cakes next week? Ring Jane on 07700 900123."
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def page(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(copied(shipped_home, tmp_path_factory.mktemp("browser") / "home")) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, page: Served) -> Iterator[Open]:
    """Open an address of the page; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(address: str = "/", person: str = "", **choices: Any) -> Page:
        context = chromium.new_context(base_url=page.address, viewport=DESKTOP, **choices)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        if person:
            tab.goto("/me")
            tab.get_by_role("button", name=f"I am {person}").click()
        tab.goto(address)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def ask(tab: Page, question: str) -> None:
    tab.get_by_label("Your question").fill(question)
    tab.get_by_label("Your question").press("Enter")


def test_a_question_is_asked_and_followed_up_without_leaving_the_page(browse: Open) -> None:
    tab = browse()
    ask(tab, QUESTION)
    expect(tab.locator(".verdict")).to_have_text("No, best not.")
    expect(tab.locator(".quote blockquote").first).to_contain_text("Do not share business information")
    expect(tab.get_by_label("Your question")).to_be_focused()
    ask(tab, "and on Facebook?")
    expect(tab.locator(".turn")).to_have_count(2)
    expect(tab.locator(".turn").nth(1).locator(".quote").first).to_be_visible()
    assert tab.locator("form.ask input[name=earlier]").evaluate_all("all => all.map(one => one.value)") == [
        QUESTION,
        "and on Facebook?",
    ]
    assert tab.url.endswith("/")


def test_an_example_is_one_press_away(browse: Open) -> None:
    tab = browse()
    tab.get_by_role("button", name="Can I share a photo with colleagues in it?").click()
    expect(tab.locator(".turn .quote").first).to_be_visible()


def test_it_helped_is_counted_in_place(browse: Open) -> None:
    tab = browse()
    ask(tab, QUESTION)
    tab.get_by_role("button", name="This answer helped me").click()
    expect(tab.locator(".helped")).to_contain_text("Thank you")


def test_a_quote_opens_the_whole_policy_with_the_passage_marked_in_view(browse: Open) -> None:
    tab = browse()
    ask(tab, QUESTION)
    with tab.context.expect_page() as opening:
        tab.get_by_role("link", name="Read it in the whole policy").first.click()
    policy = opening.value
    expect(policy.get_by_role("heading", level=1)).to_have_text("Use of Social Networks Policy")
    expect(policy.locator("mark")).to_contain_text("Do not share business information")
    expect(policy.locator("mark")).to_be_in_viewport()


def test_everything_can_be_asked_without_scripts(browse: Open) -> None:
    tab = browse(java_script_enabled=False)
    tab.get_by_label("Your question").fill(QUESTION)
    tab.get_by_role("button", name="Ask", exact=True).click()
    expect(tab.locator(".verdict")).to_have_text("No, best not.")
    tab.get_by_label("Your question").fill("and on Facebook?")
    tab.get_by_role("button", name="Ask", exact=True).click()
    expect(tab.locator(".before li")).to_have_text([QUESTION])
    expect(tab.locator(".quote").first).to_be_visible()


def test_a_draft_is_marked_explained_and_rewritten(browse: Open) -> None:
    tab = browse("/share", permissions=["clipboard-read", "clipboard-write"])
    tab.get_by_label("Your draft").fill(DRAFT)
    tab.get_by_role("button", name="Check it").click()
    expect(tab.locator(".outcome")).to_be_visible()
    expect(tab.locator("mark").filter(has_text="07700 900123")).to_be_visible()
    expect(tab.locator(".points .quote").first).to_be_visible()
    tab.get_by_role("button", name="Copy").click()
    expect(tab.get_by_role("button", name="Copied")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == tab.locator(".rewrite .draft").inner_text()


def test_both_sides_of_a_question_to_the_line_manager(browse: Open) -> None:
    asha = browse(person="Asha Rao")
    ask(asha, QUESTION)
    asha.get_by_role("button", name="Ask my line manager").click()
    expect(asha.locator(".letter")).to_contain_text("Asha Rao would like your help")
    asha.get_by_label("The answer you were given").uncheck()
    asha.get_by_label("A few words of your own").fill("It's for our team page.")
    asha.get_by_role("button", name="Send", exact=True).click()
    expect(asha.locator(".letter")).to_contain_text("It's for our team page.")
    expect(asha.locator(".letter")).not_to_contain_text("The answer they were given")
    asha.get_by_role("button", name="Send", exact=True).click()
    expect(asha.locator(".state")).to_contain_text("Ben Cole")
    ben = browse("/messages", person="Ben Cole")
    open_letter(ben, "Asha Rao would like your help")
    expect(ben.locator(".letter")).to_contain_text("It's for our team page.")
    ben.get_by_label("Your reply").fill("Please leave the figures out.")
    ben.get_by_role("button", name="Send the reply").click()
    open_letter(asha, "Ben Cole has replied to you")
    expect(asha.locator(".letter")).to_contain_text("Please leave the figures out.")
    asha.get_by_role("button", name="It's settled").click()
    expect(asha.locator(".state").first).to_have_text("Settled")


def open_letter(tab: Page, title: str) -> None:
    for _ in range(60):
        tab.goto("/messages")
        if tab.get_by_role("link", name=title).count():
            break
        tab.wait_for_timeout(500)
    tab.get_by_role("link", name=title).first.click()


def test_a_policy_is_read_checked_and_signed(browse: Open) -> None:
    tab = browse("/sign", person="Dina Okafor")
    tab.get_by_role("button", name="Begin").click()
    tab.get_by_label("A question on the way?").fill(QUESTION)
    tab.get_by_role("button", name="Ask").click()
    expect(tab.locator(".on-the-way .verdict")).to_have_text("No, best not.")
    expect(tab.locator(".progress")).to_contain_text("Page 2 of")
    while tab.get_by_role("button", name="Go on").count():
        with tab.expect_navigation():
            tab.get_by_role("button", name="Go on").click()
    while (options := tab.get_by_role("radio")).count():
        answered(tab, options.count())
    expect(tab.locator(".statement")).to_contain_text("I have read and understood")
    tab.get_by_label("Your name").fill("Dina Okafor")
    tab.get_by_label("Yes, I sign this.").check()
    tab.get_by_role("button", name="Sign", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Thank you, Dina Okafor")
    expect(tab.get_by_role("link", name="Download your receipt")).to_be_visible()


def answered(tab: Page, options: int) -> None:
    """Each option in turn till one is right; what is wrong teaches with the clause."""
    for option in range(options):
        tab.get_by_role("radio").nth(option).check()
        with tab.expect_navigation():
            tab.get_by_role("button", name="That's my answer").click()
        if not tab.get_by_text("Not quite.").count():
            return
        expect(tab.locator(".told .quote")).to_be_visible()


def test_the_keyboard_alone_is_enough(browse: Open) -> None:
    tab = browse()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to what this page is about")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    expect(tab.get_by_label("Your question")).to_be_focused()
    tab.keyboard.type("may I like a colleague's post?")
    tab.keyboard.press("Enter")
    expect(tab.locator(".turn .quote").first).to_be_visible()


def test_nothing_moves_for_those_who_would_rather_it_did_not(browse: Open) -> None:
    tab = browse(reduced_motion="reduce")
    assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci --prefix tests/peers")
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browse: Open, scheme: str, size: dict[str, int]) -> None:
    tab = browse(person="Asha Rao", color_scheme=scheme)
    tab.set_viewport_size(size)
    found = {}
    for name, visit in PAGES.items():
        visit(tab)
        tab.evaluate(AXE.read_text(encoding="utf-8"))
        violations = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        found |= {f"{name}: {one['id']}": one["nodes"][0]["html"] for one in violations}
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, name
    assert found == {}


def _answered(tab: Page) -> None:
    tab.goto("/")
    ask(tab, QUESTION)
    expect(tab.locator(".helped")).to_be_visible()


def _checked(tab: Page) -> None:
    tab.goto("/share")
    tab.get_by_label("Your draft").fill(DRAFT)
    tab.get_by_role("button", name="Check it").click()
    expect(tab.locator(".outcome")).to_be_visible()


def _previewed(tab: Page) -> None:
    _answered(tab)
    tab.get_by_role("button", name="Ask my line manager").click()
    expect(tab.locator(".letter")).to_be_visible()


PAGES: dict[str, Callable[[Page], Any]] = {
    "ask": lambda tab: tab.goto("/"),
    "answer": _answered,
    "share": lambda tab: tab.goto("/share"),
    "checked": _checked,
    "manager": _previewed,
    "messages": lambda tab: tab.goto("/messages"),
    "sign": lambda tab: tab.goto("/sign"),
    "policies": lambda tab: tab.goto("/policies"),
    "policy": lambda tab: tab.goto("/policies/PSG-SM-001?clause=PSG-SM-001%3A4.2&start=0&end=50"),
    "me": lambda tab: tab.goto("/me"),
}
