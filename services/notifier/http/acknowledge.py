"""``/a/<token>``: the acknowledge link. GET shows a page and changes nothing, since mail scanners follow links."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import HttpMethod, MediaType, Request, Response, route
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter
from litestar.status_codes import HTTP_200_OK
from litestar.types import ControllerRouterHandler

from services.notifier.domain.link import ExpiredLinkError, ForgedLinkError, Link, LinkSigner
from services.notifier.domain.report import acknowledgement
from services.notifier.outgoing import outgoing
from services.notifier.rendering.pages import Pages, Refusal
from services.notifier.store.protocol import Deliveries, Links
from shared import logging
from shared.clock import Clock
from shared.contracts.events import NotificationRequested
from shared.mongo import TRANSIENT as MONGO_TRANSIENT
from shared.publishing import TRANSIENT as KAFKA_TRANSIENT
from shared.publishing import Outgoing, Publisher

log = logging.get(__name__)

PUBLISH_S = 3.0
"""A person waits: what the bus doesn't take by then is passed on by the sweep."""
STATUS = {Refusal.EXPIRED: 410, Refusal.FORGED: 403, Refusal.AWAY: 503}
Page = Response[str]
"""An HTML page."""


@dataclass(slots=True)
class AcknowledgeLink:
    """What the link does. ``publisher`` is used directly only while the database is away."""

    signer: LinkSigner
    links: Links
    deliveries: Deliveries
    publisher: Publisher
    pages: Pages
    clock: Clock

    async def show(self, token: str) -> Page:
        """The confirm page, or that the link was used already."""
        now = self.clock.now()
        link = self._read(token, now)
        if isinstance(link, Refusal):
            return self._refused(link)
        used, request = None, None
        try:
            used = (await self.links.used([link.notification_id])).get(link.notification_id)
            request = await self._request(link)
        except MONGO_TRANSIENT as error:
            log.warning("link_shown_without_facts", error=type(error).__name__)
        if used:
            return self._page(self.pages.recorded(link, request, used, now, before=True, waiting=False))
        return self._page(self.pages.confirm(link, request, now))

    async def use(self, token: str) -> Page:
        """Record the acknowledgement once: store → publish. Either of the two is enough to say so."""
        now = self.clock.now()
        link = self._read(token, now)
        if isinstance(link, Refusal):
            return self._refused(link)
        out = outgoing(acknowledgement(link, now), None)
        try:
            used = await self.links.use(link, out, now)
            request = await self._request(link)
        except MONGO_TRANSIENT as error:
            log.warning("link_used_without_database", error=type(error).__name__)
            return await self._without_database(link, out, now)
        waiting = used is None and not await self._publish(link, out)
        log.info("link_used", case_id=link.case_id, desk=link.desk, again=used is not None, waiting=waiting)
        page = self.pages.recorded(link, request, used or now, now, before=used is not None, waiting=waiting)
        return self._page(page)

    def _read(self, token: str, now: datetime) -> Link | Refusal:
        try:
            return self.signer.read(token, now)
        except ExpiredLinkError:
            return Refusal.EXPIRED
        except ForgedLinkError as error:
            log.warning("link_forged", error=str(error))
            return Refusal.FORGED

    async def _publish(self, link: Link, out: Outgoing) -> bool:
        try:
            async with asyncio.timeout(PUBLISH_S):
                await self.links.publish(self.publisher, out, link)
        except (*KAFKA_TRANSIENT, *MONGO_TRANSIENT) as error:
            log.warning("command_left_to_sweep", error=type(error).__name__)
            return False
        return True

    async def _without_database(self, link: Link, out: Outgoing, now: datetime) -> Page:
        """The command's id derives from the notification, so a second click is the same command."""
        try:
            await self.publisher.publish([out], timeout_s=PUBLISH_S)
        except KAFKA_TRANSIENT:
            return self._refused(Refusal.AWAY)
        return self._page(self.pages.recorded(link, None, now, now, before=False, waiting=False))

    async def _request(self, link: Link) -> NotificationRequested | None:
        found = await self.deliveries.get(link.notification_id)
        return found.request if found else None

    def _refused(self, why: Refusal) -> Page:
        page = self._page(self.pages.refused(why), STATUS[why])
        if why is Refusal.AWAY:
            page.headers["retry-after"] = "60"
        return page

    def _page(self, html: str, status: int = 200) -> Page:
        return Response(
            html,
            status_code=status,
            media_type=MediaType.HTML,
            headers={
                "content-security-policy": f"default-src 'none'; style-src '{self.pages.style_hash}';"
                " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                "cache-control": "no-store",
                "referrer-policy": "no-referrer",
                "x-content-type-options": "nosniff",
                "x-frame-options": "DENY",
                "x-robots-tag": "noindex, nofollow",
            },
        )


Token = Annotated[str, Parameter(description="the signed token of the link")]
REFUSALS = {
    status: ResponseSpec(str, media_type=MediaType.HTML, description=meaning, generate_examples=False)
    for status, meaning in (
        (403, "not signed by us"),
        (410, "expired"),
        (503, "neither database nor bus answers"),
    )
}


def routes(link: AcknowledgeLink) -> list[ControllerRouterHandler]:
    """The link. One handler, since Litestar's ``Allow`` header knows the methods of one handler only."""

    @route(
        "/a/{token:str}",
        http_method=[HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
        status_code=HTTP_200_OK,
        media_type=MediaType.HTML,
        responses=REFUSALS,
        tags=["links"],
    )
    async def acknowledge_link(request: Request[Any, Any, Any], token: Token) -> Response[str]:
        """Show what the link would confirm; POST: acknowledge in the name of the link's desk, once."""
        return await (link.use(token) if request.method == HttpMethod.POST else link.show(token))

    return [acknowledge_link]
