"""What each page of a registration costs: everyone does the same step, one after another."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks import crowd
from benchmarks.browser import Answer, Browser, form_on
from benchmarks.crowd import Contender
from benchmarks.meters import Meter, Used


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one request, on average. `part` of a registration, or a page beside it."""

    name: str
    used: Used
    part: bool


class Walk:
    """Walks people through enrolment in step, and weighs every step."""

    def __init__(self, people: list[Contender], meter: Meter, programme: str) -> None:
        self.people, self.meter, self.programme = people, meter, programme
        self.pages: dict[str, Answer] = {}
        self.costs: list[Cost] = []

    async def run(self) -> list[Cost]:
        """The catalogue, and then every page from the programme to the confirmation."""
        await self._weigh("catalogue, visitor", self._visit("/leergangen"), part=False)
        await self._weigh("programme page, visitor", self._visit(self.programme), part=False)
        await self._weigh("catalogue, member", lambda c: c.open("/leergangen"), part=False)
        await self._weigh("programme page", self._get(lambda _c: self.programme))
        await self._weigh("first step", self._get(lambda c: crowd.enrol_link(self._page(c).body)))
        decided = False
        while not decided:
            form = form_on(self._page(self.people[0]).body)
            assert form is not None
            decided = crowd.is_summary(form.action)
            word = form.action.rsplit("/", 1)[1]
            await self._weigh(f"send {word}", self._send)
            await self._weigh("page after it", self._get(lambda c: self._page(c).location))
        crowd.leave(self.people)
        return self.costs

    def _page(self, contender: Contender) -> Answer:
        return self.pages[contender.email]

    async def _weigh(
        self, name: str, do: Callable[[Contender], Awaitable[object]], *, part: bool = True
    ) -> None:
        before = self.meter.read()
        for contender in self.people:
            await do(contender)
        used = self.meter.read() - before
        count = len(self.people)
        self.costs.append(Cost(name, Used(used.web / count, used.database / count), part))

    def _visit(self, path: str) -> Callable[[Contender], Awaitable[object]]:
        person = self.people[0].browser
        visitor = Contender("", Browser(person.host, person.port, ""))
        return lambda _contender: visitor.open(path)

    def _get(self, path: Callable[[Contender], str]) -> Callable[[Contender], Awaitable[object]]:
        async def get(contender: Contender) -> None:
            answer = self.pages[contender.email] = await contender.open(path(contender))
            if answer.status != 200:
                raise crowd.Lost(f"{answer.path} answered {answer.status}")

        return get

    async def _send(self, contender: Contender) -> None:
        page = self._page(contender)
        form = form_on(page.body)
        assert form is not None
        filled = crowd.filled_in(form, page.body, random.Random(contender.email))
        answer = self.pages[contender.email] = await contender.send(filled)
        if answer.status != 303:
            raise crowd.Lost(f"{answer.path} answered {answer.status}")
