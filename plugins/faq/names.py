"""Names that tell questions apart, as `names.yaml` lists them: which of them a text names, and in which version.

Read are whole words and their parts (`openstack-nova-api` names nova), the longest spelling first. A number behind a name whose kind
has versions is a version of it: "centos stream 9", "rhel9", "fedora 38 or 39".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import NameKind

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_VERSION = re.compile(r"(\d{1,2})(?:\.\d+)?")  # what stands behind the point makes no other question
_GLUED = re.compile(r"([a-z]+)(\d{1,2})s?")  # rhel9, el9s
_BEFORE = frozenset("linux stream server lts release version v".split())  # what people put between a name and its version
_JOINS = frozenset(["and", "or"])  # two versions


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name of the list, or a version of one."""

    kind: str
    name: str
    of: str = ""  # of a version: the name that it is a version of

    @property
    def group(self) -> tuple[str, str]:
        """What it stands in a row with: whoever means another one of the group means something else."""
        return self.kind, self.of


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a spelling stands for."""

    kind: NameKind
    name: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The list, by its spellings as rows of words."""

    spelled: Mapping[tuple[str, ...], Spelling]
    longest: Mapping[str, int]  # words of the longest spelling that begins with this word

    @classmethod
    def of(cls, kinds: Sequence[NameKind]) -> "Names":
        spelled = {
            row: _stands_for(kind, name)
            for kind in kinds
            for name, others in kind.names.items()
            for row in (tuple(_WORD.findall(spelling.casefold())) for spelling in (name, *others))
            if row  # a spelling without letters is none
        }
        longest: dict[str, int] = {}
        for row in spelled:
            longest[row[0]] = max(len(row), longest.get(row[0], 0))
        return cls(spelled, longest)

    def read(self, folded: str) -> frozenset[Name]:
        """The names in a folded text; a version names what it is a version of, too."""
        return frozenset(self._read(list(self._words(folded)))) if self.spelled else frozenset()

    def _words(self, folded: str) -> Iterator[str]:
        for word in _WORD.findall(folded):
            glued = _GLUED.fullmatch(word)
            known = self.spelled.get((glued[1],)) if glued and (word,) not in self.spelled else None
            yield from glued.groups() if glued and known and known.kind.versions else (word,)

    def _read(self, words: Sequence[str]) -> Iterator[Name]:
        at = 0
        while at < len(words):
            end = at + self.longest.get(words[at], 0)
            while end > at and tuple(words[at:end]) not in self.spelled:
                end -= 1
            if end > at:
                found = self.spelled[tuple(words[at:end])]
                versions, end = _versions(found, words, end)
                if found.kind.unless.isdisjoint((" ".join(words[end : end + 1]), " ".join(words[end : end + 2]))):
                    yield Name(found.kind.kind, found.name)
                    yield from (Name(found.kind.kind, f"{found.name} {version}", found.name) for version in versions)
            at = max(end, at + 1)


def _stands_for(kind: NameKind, name: str) -> Spelling:
    """What the spellings of an item of the list stand for: `centos 9` is a version of centos where the kind has versions."""
    base, _, version = name.rpartition(" ")
    return Spelling(kind, base, version) if kind.versions and base and _VERSION.fullmatch(version) else Spelling(kind, name)


def _versions(found: Spelling, words: Sequence[str], at: int) -> tuple[tuple[str, ...], int]:
    """The versions that stand behind a name, and where they end."""
    versions = [found.version] if found.version else []
    end = at
    while found.kind.versions and at < len(words):
        number = _VERSION.fullmatch(words[at])
        if number is None and words[at] not in (_JOINS if versions else _BEFORE):
            break
        at += 1
        if number is not None:
            versions.append(number[1])
            end = at
    return tuple(versions), end
