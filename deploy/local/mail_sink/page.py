"""The HTML of the sink's web page: Vietnamese first, English beside it. Everything escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from deploy.local.mail_sink.message import Content
    from deploy.local.mail_sink.query import Query
    from deploy.local.mail_sink.store import Page, Summary

_STYLE = """
:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;
margin:0 auto;padding:1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;
padding:.4rem .6rem;border-bottom:1px solid #8888;vertical-align:top;overflow-wrap:anywhere}
[lang=en]{opacity:.8;font-weight:normal}pre{white-space:pre-wrap;overflow-wrap:anywhere;
border:1px solid #8888;padding:1rem}iframe{width:100%;height:36rem;border:1px solid #8888;
background:#fff}nav a,nav span{margin-right:1rem}dt{font-weight:600}.when{white-space:nowrap}
"""
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def both(vietnamese: str, english: str) -> str:
    """A label in two languages, each marked as what it is."""
    return f'{escape(vietnamese)} <span lang="en">({escape(english)})</span>'


def document(title: str, body: str) -> str:
    """A whole page around the body, which is HTML already."""
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def list_page(page: Page, query: Query) -> str:
    """The list, newest first, with a filter by recipient and links to the other pages."""
    value = escape(query.to or "", quote=True)
    last = max(1, -(-page.total // query.per_page))
    heads = (("Nhận lúc", "received"), ("Gửi đến", "to"), ("Tiêu đề", "subject"))
    columns = "".join(f'<th scope="col">{both(*head)}</th>' for head in heads)
    rows = "".join(_row(summary) for summary in page.messages)
    if not page.messages:
        rows = f'<tr><td colspan="3">{both("Chưa có thư nào", "no messages yet")}</td></tr>'
    return document(
        f"Hộp thư thử ({page.total})",
        f"<h1>{both('Hộp thư thử', 'local mail sink')}</h1>"
        f'<form role="search"><label for="to">{both("Người nhận", "recipient")}</label> '
        f'<input id="to" name="to" type="search" value="{value}"> '
        f"<button>{both('Lọc', 'filter')}</button></form>"
        f"<p>{both(f'{page.total} thư', f'{page.total} messages')}</p>"
        f"<table><caption>{both('Thư mới nhất ở trên', 'newest first')}</caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>" + _pager(query, last),
    )


def message_page(summary: Summary, content: Content) -> str:
    """One message: its headers, the text with its links, the html in a sandboxed frame."""
    link = f"/messages/{escape(summary.id, quote=True)}"
    facts = [("Nhận lúc", "received", _when(summary.received_at))]
    facts.append(("Gửi đến", "envelope to", escape(", ".join(summary.recipients))))
    listed = "".join(f"<dt>{both(vi, en)}</dt><dd>{html}</dd>" for vi, en, html in facts)
    listed += "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in content.headers)
    parts = [f'<p><a href="/">{both("Về danh sách", "back to the list")}</a></p>']
    parts.append(f"<h1>{escape(summary.subject) or both('Không có tiêu đề', 'no subject')}</h1>")
    parts.append(f"<dl>{listed}</dl>")
    if content.text is not None:
        parts.append(f"<h2>{both('Dạng chữ', 'text')}</h2><pre>{_linked(content.text)}</pre>")
    if content.html is not None:
        # no scripts, forms or same origin; links may open a new tab
        parts.append(
            f"<h2>{both('Dạng HTML', 'html')}</h2>"
            '<iframe title="Nội dung HTML (html part)" referrerpolicy="no-referrer" '
            'sandbox="allow-popups allow-popups-to-escape-sandbox" '
            f'src="{link}.html"></iframe>'
        )
    if content.attachments:
        names = escape(", ".join(content.attachments))
        parts.append(f"<h2>{both('Tệp kèm', 'attachments')}</h2><p>{names}</p>")
    parts.append(f'<p><a href="{link}.eml">{both("Thư gốc", "raw message")}</a></p>')
    return document(summary.subject or summary.id, "".join(parts))


def _row(summary: Summary) -> str:
    subject = escape(summary.subject) or both("Không có tiêu đề", "no subject")
    return (
        f'<tr><td class="when">{_when(summary.received_at)}</td>'
        f"<td>{escape(', '.join(summary.recipients))}</td>"
        f'<td><a href="/messages/{escape(summary.id, quote=True)}">{subject}</a></td></tr>'
    )


def _when(moment: datetime) -> str:
    local = moment.astimezone()
    return f'<time datetime="{local.isoformat()}">{local:%d/%m/%Y %H:%M:%S}</time>'


def _pager(query: Query, last: int) -> str:
    def link(number: int, vietnamese: str, english: str) -> str:
        return f'<a href="/?{escape(query.at(number), quote=True)}">{both(vietnamese, english)}</a>'

    newer = link(min(query.number - 1, last), "Mới hơn", "newer") if query.number > 1 else ""
    older = link(query.number + 1, "Cũ hơn", "older") if query.number < last else ""
    here = f"<span>{both(f'Trang {query.number} / {last}', f'page {query.number} of {last}')}</span>"
    return f'<nav aria-label="Trang (pages)">{newer}{here}{older}</nav>'


def _linked(text: str) -> str:
    """The text escaped, with its http and https addresses as links."""
    pieces, end = [], 0
    for match in _LINK.finditer(text):
        address = escape(match.group(), quote=True)
        pieces.append(escape(text[end : match.start()]))
        pieces.append(f'<a href="{address}" rel="noopener noreferrer" target="_blank">{address}</a>')
        end = match.end()
    return "".join(pieces) + escape(text[end:])
