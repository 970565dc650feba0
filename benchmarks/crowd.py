"""Contenders: they walk the real pages of enrolment up to the summary, and press the button together."""

import asyncio
import json
import random
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.browser import Answer, Broken, Browser, Form, form_on

T = TypeVar("T")
MOST_STEPS = 12
_ENROL = re.compile(r'href="([^"]*/inschrijven/[^"/]+)"')
_OPTION = re.compile(r'type="radio" name="(ronde-\d+|keuze-\d+-\d+)" id="[^"]*" value="([^"]+)"([^>]*)>')
_SELECT = re.compile(r'<select[^>]* name="(ronde-\d+|keuze-\d+-\d+)"[^>]*>(.*?)</select>', re.S)
_CHOICE = re.compile(r'<option [^>]*value="([^"]+)"')
INVOICE = {
    "purchase_order": "4500-1234",
    "name": "Gemeente Proefstad",
    "address": "Stadhuisplein 1\n1234 AB Proefstad",
    "email": "facturen@proefstad.example",
}


class Lost(Exception):
    """A page that no contender should ever see."""


@dataclass
class Contender:
    """One person in the race, and everything the server answered. `broken` counts lost connections."""

    email: str
    browser: Browser
    answers: list[Answer] = field(default_factory=list)
    ready: Form | None = None
    outcome: str = ""
    broken: int = 0

    async def open(self, path: str) -> Answer:
        """One page, noted down."""
        answer = await self.browser.get(path)
        self.answers.append(answer)
        return answer

    async def send(self, form: Form, *, again: bool = True) -> Answer:
        """One form, noted down."""
        answer = await self.browser.post(form.action, form.fields, again=again)
        self.answers.append(answer)
        return answer

    @property
    def decision(self) -> Answer:
        """The answer to the button."""
        return next(a for a in reversed(self.answers) if a.method == "POST" and is_summary(a.path))


def is_summary(path: str) -> bool:
    """Whether this is the address of the summary."""
    return path.endswith("/controleren")


def people_in(file: Path, host: str, port: int) -> list[Contender]:
    """The signed-in people that `flask bench-people` wrote."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Contender(line["email"], Browser(host, port, line["cookie"])) for line in lines]


def enrol_link(page: str) -> str:
    """The address behind the enrol button of a programme page."""
    found = _ENROL.search(page)
    if found is None:
        raise Lost("no enrol button on the programme page")
    return found[1]


def filled_in(form: Form, page: str, choose: random.Random) -> Form:
    """The form with what this contender types."""
    fields = dict(form.fields)
    options: dict[str, list[str]] = {}
    for name, value, more in _OPTION.findall(page):
        if "disabled" not in more:
            options.setdefault(name, []).append(value)
    for name, content in _SELECT.findall(page):
        options[name] = _CHOICE.findall(content)
    fields |= {name: choose.choice(values) for name, values in options.items()}
    if "address" in fields:
        fields |= INVOICE
    if "key" in fields:
        fields["consent"] = "y"
    return Form(form.action, fields)


async def to_summary(contender: Contender, programme: str, choose: random.Random) -> None:
    """From the programme page through every step up to the summary; `ready` holds the last form."""
    page = await contender.open(programme)
    path = enrol_link(page.body)
    for _step in range(MOST_STEPS):
        page = await _landed(contender, await contender.open(path))
        form = form_on(page.body)
        if page.status != 200 or form is None:
            raise Lost(f"{page.method} {page.path} answered {page.status}:\n{page.body[:3000]}")
        form = filled_in(form, page.body, choose)
        if is_summary(form.action):
            contender.ready = form
            return
        sent = await contender.send(form)
        if sent.status != 303:
            raise Lost(f"{sent.method} {sent.path} answered {sent.status}:\n{sent.body[:3000]}")
        path = sent.location
    raise Lost(f"no summary after {MOST_STEPS} steps")


async def _landed(contender: Contender, answer: Answer) -> Answer:
    while answer.status in (302, 303):
        answer = await contender.open(answer.location)
    return answer


async def press(contender: Contender, *, twice: bool = False, again: bool = True) -> None:
    """The button; `twice`: in two tabs at once, as an impatient finger does."""
    assert contender.ready is not None
    if twice:
        twin = contender.browser.twin()
        first, second = await asyncio.gather(
            contender.send(contender.ready), twin.post(contender.ready.action, contender.ready.fields)
        )
        twin.close()
        contender.answers.insert(len(contender.answers) - 1, second)
        if (first.status, first.location) != (second.status, second.location):
            raise Lost(
                f"pressed twice: {first.status} {first.location} and {second.status} {second.location}"
            )
    else:
        await contender.send(contender.ready, again=again)
    contender.outcome = contender.decision.location


async def press_until_answered(contender: Contender, pause: float = 0.2, tries: int = 200) -> None:
    """The button, again after each broken connection, as people do while a server restarts."""
    for _try in range(tries):
        try:
            await press(contender, again=False)
        except Broken:
            contender.broken += 1
            await asyncio.sleep(pause)
        else:
            if contender.decision.status != 503:
                return
            await asyncio.sleep(pause)
    raise Lost(f"{contender.email} got no answer in {tries} tries")


async def withdraw(contender: Contender) -> None:
    """Leaves again: the page that says what it means, and its button."""
    asked = await contender.open(contender.outcome.removesuffix("/bevestiging") + "/afmelden")
    form = form_on(asked.body)
    if asked.status != 200 or form is None:
        raise Lost(f"{asked.method} {asked.path} answered {asked.status}:\n{asked.body[:3000]}")
    await contender.send(form)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs this to its end in a thread of its own: a real browser's tests keep a loop in the first one."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(asyncio.run, work).result()


async def some_at_a_time(
    contenders: Iterable[Contender], do: Callable[[Contender], Awaitable[T]], most: int = 6
) -> list[T]:
    """Does this for each contender, `most` at a time."""
    gate = asyncio.Semaphore(most)

    async def one(contender: Contender) -> T:
        async with gate:
            return await do(contender)

    return await asyncio.gather(*(one(contender) for contender in contenders))


async def all_together(
    contenders: Sequence[Contender], do: Callable[[Contender], Awaitable[None]], *, spread: float = 0.0
) -> None:
    """Everyone connects first; then everyone goes in the same moment, or spread over some seconds."""
    start = asyncio.Event()
    choose = random.Random(len(contenders))

    async def one(contender: Contender, late: float) -> None:
        await start.wait()
        if late:
            await asyncio.sleep(late)
        await do(contender)

    await some_at_a_time(contenders, lambda contender: contender.browser.connect(), 50)
    runs = [asyncio.ensure_future(one(c, choose.random() * spread)) for c in contenders]
    await asyncio.sleep(0)
    start.set()
    await asyncio.gather(*runs)


def leave(contenders: Iterable[Contender]) -> None:
    """Closes every connection."""
    for contender in contenders:
        contender.browser.close()
