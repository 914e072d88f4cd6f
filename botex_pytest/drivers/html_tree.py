"""An HTML document as a tree of plain objects, parsed by the rules that browsers follow (unclosed tags, paragraphs in small
print, ...); what a person does to controls is kept in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

Test = Callable[["Element"], bool]


class Element:
    """One element. `children` holds elements and strings in reading order; comments and templates' contents are left out."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.style: dict[str, str] = {}  # what the page's style sheets say about it, as far as `html_styles` reads them

    def __getitem__(self, name: str) -> str:
        """The attribute's value; "" when it has none or is not there."""
        return self.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        return name in self.attributes

    @cached_property
    def classes(self) -> frozenset[str]:
        return frozenset(self["class"].split())

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def descendants(self) -> Iterator[Element]:
        """All elements below, in document order."""
        stack = self.elements[::-1]
        while stack:
            element = stack.pop()
            yield element
            stack += element.elements[::-1]

    def ancestors(self) -> Iterator[Element]:
        """The element itself, then outwards."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def closest(self, test: Test) -> Element | None:
        """The element itself or the nearest one around it that passes."""
        return next((element for element in self.ancestors() if test(element)), None)

    def first(self, test: Test) -> Element | None:
        return next((element for element in self.descendants() if test(element)), None)

    @property
    def raw_text(self) -> str:
        """All text below, as it stands in the document."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            else:
                stack += node.children[::-1]
        return "".join(parts)


class Document:
    """A parsed page. `elements` are all of it in document order."""

    def __init__(self, html: str) -> None:
        self._parser = LexborHTMLParser(html)
        self._by_node: dict[int, Element] = {}
        self.root = self._convert()
        self.elements: list[Element] = [self.root, *self.root.descendants()]
        self.body = next((e for e in self.elements if e.tag == "body"), self.root)

    def by_id(self, name: str) -> Element | None:
        return next((e for e in self.elements if e.attributes.get("id") == name), None) if name else None

    def select(self, selector: str) -> list[Element]:
        """What a CSS selector means; nothing when the parser does not know such a selector."""
        try:
            nodes = self._parser.css(selector)
        except SelectolaxError:
            return []
        return [self._by_node[node.mem_id] for node in nodes if node.mem_id in self._by_node]

    def _convert(self) -> Element:
        node = self._parser.root
        assert node is not None, "a parser of HTML makes a document of any text"
        root = Element(node.tag or "html", node.attributes, None)
        self._by_node[node.mem_id] = root
        stack = [(node, root)]
        while stack:
            node, element = stack.pop()
            child = node.first_child
            while child is not None:
                tag = child.tag or ""
                if tag == "-text":
                    element.children.append(child.text_content or "")
                elif not tag.startswith(("-", "!")):
                    made = Element(tag, child.attributes, element)
                    self._by_node[child.mem_id] = made
                    element.children.append(made)
                    stack.append((child, made))
                child = child.next
        return root
