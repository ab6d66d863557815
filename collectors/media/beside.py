"""What page builders call what stands beside a story, in class and id. No publisher's words are among them."""

from __future__ import annotations

import re

#: An invitation is shorter than this, in characters.
_LONG = 300
#: Not at all, perhaps (where it holds little prose), surely, whatever it holds.
NO, PERHAPS, SURELY, ALWAYS = range(4)

#: Words in the class or id of what stands beside a story.
_BESIDE = re.compile(
    r"-(?:ads?|advert\w*|affiliates?|aside|author-?(?:bio|info|box|card)|banner|breadcrumbs?|byline|call-?outs?|caption"
    r"|carousel|comments?|commenting|consent|cookies?|copyright|disclaimer|discussion|disqus|donat\w+|dropdown|fact-?box"
    r"|footers?|gallery|info-?box|jump-?links?|key-?points|masthead|menu|more-?(?:about|from|in|like|news|on|stories)"
    r"|most-?(?:popular|read|recent|viewed)|nav|navigation|newsletters?|outbrain|pagination|popup|promo\w*|pull-?quotes?"
    r"|read-?next|recirc\w*|recommend\w*|related\w*|repl(?:y|ies)|side-?bar|side-?nav|sign-?up|slide-?show|taboola|toc"
    r"|tool-?tip|trending|up-?next)(?=-)",
)
#: Words that stand there often, but on a story too: where an element holds much prose, they say nothing.
_PERHAPS = re.compile(
    r"-(?:bio|credits?|embed|inset|meta|modal|popular|rail|read-?more|rss|share\w*|sharing|skip|social\w*|sponsor\w*|subscri\w+"
    r"|tags?|teasers?|timestamp|tool-?bar|tweet|widgets?)(?=-)",
)
_COMMENTS = re.compile(r"-(?:comments?|commenting|disqus|repl(?:y|ies)|discussion)(?=-)")
#: What holds other reports, or what their readers say.
_OTHERS = re.compile(
    r"-(?:comments?|commenting|disqus|repl(?:y|ies)|discussion|follow|more-?(?:from|in|like|news|on|stories)"
    r"|most-?(?:popular|read|recent|viewed)|outbrain|read-?next|recirc\w*|recommend\w*|related\w*|taboola|trending"
    r"|up-?next)(?=-)"
)
#: Whether there are comments, said of the element that holds all of a story: no place of comments itself.
_STATES = re.compile(
    r"-(?:has|have|hide|hiding|no|show|showing|with)-comments?(?=-)"
    r"|-comments?-(?:allowed|closed|disabled|enabled|off|on|open|visible)(?=-)"
)
#: What a page builder says of a story's subjects on the element that holds all of it.
_SUBJECTS = re.compile(r"(?<!\S)(?:(?:tag|category)-\S+|post-\d+)")
_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_:-]+")
#: What a sentence under a headline is called.
_LEADS = re.compile(
    r"-(?:dek|deck|stand-?first|sub-?title|sub-?head\w*|sub-?deck|excerpt|summary|strapline|lead|lede|intro|teaser"
    r"|description|abstract)(?=-)"
)
#: What asks the reader to do something; a sentence of the story may begin so, but it leads nowhere.
_ASKS = re.compile(
    r"^(?:please )?(?:check out|click|contact us|donate|download|enter your|find out more|follow|for more\b"
    r"|get (?:in touch|the|our|your|all)|join|learn more|like us|listen|more (?:about|from|on|stories)|see more"
    r"|send (?:us|your)"
    r"|share (?:this|your)|support|tap|tell us|to (?:get|read|receive|sign up|subscribe) |visit our|watch)\b",
    re.IGNORECASE,
)
#: What is no sentence of any story.
_INVITES = re.compile(
    r"^(?:sign up (?:for|to|here)\b|subscribe(?: (?:to|now|here|today))?\b|read (?:more|next|also)\b"
    r"|see also\b|more:|also (?:read|see)\b|related(?: \w+)?:|recommended(?: \w+)?:|sponsored\b"
    r"|(?:story continues below )?advertisement\b"
    r"|our standards:|this (?:site|form) is protected by\b|©|copyright \W*\d|all rights reserved"
    r"|(?:photo|image|picture|video|credit)s?(?: by| credit)?:)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^(?:additional )?(?:reporting|writing|editing|photography|compiled|edited|written|research) by\b"
    r"|\bcontributed to this (?:report|story|article)\b|\breported from\b.{0,200}\.$"
    r"|^(?:_\s*){2,}$|^(?:\*\s*){3,}$|^(?:-\s*){3,}$|^#+$",
    re.IGNORECASE,
)


def words(name: str) -> str:
    """The words of class and id, in lower case, one `-` around each."""
    return _STATES.sub("-", "-" + _BORDER.sub("-", _SUBJECTS.sub("", name)).lower() + "-")


def rank(name: str) -> int:
    """How surely an element with that class and id stands beside the story."""
    printed = words(name)
    if _COMMENTS.search(printed):
        return ALWAYS
    if _BESIDE.search(printed):
        return SURELY
    return PERHAPS if _PERHAPS.search(printed) else NO


def is_of_others(name: str) -> bool:
    """Whether an element with that class and id holds other reports, comments, or people to follow."""
    return _OTHERS.search(words(name)) is not None


def is_lead(name: str) -> bool:
    """Whether an element with that class is called what a sentence under a headline is."""
    return _LEADS.search(words(name)) is not None


def invites(text: str, linked: int) -> bool:
    """Whether a paragraph is no sentence of the story but asks to read, follow, subscribe; `linked` of it are links."""
    if len(text) >= _LONG:
        return False
    return _INVITES.match(text) is not None or (linked > 0 and _ASKS.match(text) is not None)


def ends_a_story(text: str) -> bool:
    """Whether a paragraph says that the story is over: who helped to write it, a rule."""
    return _TAIL.search(text) is not None
