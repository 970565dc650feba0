"""Fixtures of the component tests."""

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from jinja2 import Environment

from tests.components.rendering import NASTY, Element, environment

Render = Callable[..., Element]


@pytest.fixture(scope="session")
def env() -> Environment:
    return environment()


@pytest.fixture
def render(env: Environment) -> Render:
    """The elements of a snippet: `render('forms', 'field(form.email)', form=form)`.

    With `body` the macro is called as a block. The result is a tree to search with `.find` and `.findall`.
    """

    def parse(file: str, call: str, body: str | None = None, args: str = "", **values: Any) -> Element:
        macro = call.split("(", maxsplit=1)[0]
        use = f"{{{{ {call} }}}}" if body is None else f"{{% call{args} {call} %}}{body}{{% endcall %}}"
        source = f'{{% from "components/{file}.html" import {macro} %}}{use}'
        html = env.from_string(source).render(nasty=NASTY, **values)
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        tree = parser.parseFragment(html)
        known = {"expected-closing-tag-but-got-eof"}
        assert [fault[1] for fault in parser.errors if fault[1] not in known] == []
        return tree

    return parse
