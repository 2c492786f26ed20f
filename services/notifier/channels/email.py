"""E-mail by SMTP. 4xx and everything about the connection is tried again, 5xx about the message is final."""

from collections.abc import Callable

import aiosmtplib

from services.notifier.channels import mime
from services.notifier.channels.smtp_pool import SmtpPool
from services.notifier.domain.message import Message
from services.notifier.domain.result import Delivered, DeliveryResult, Rejected, Retry, cleaned
from services.notifier.rendering.mail import Rendered

PERMANENT = 500


class EmailChannel:
    """Sends rendered messages over a pool of connections. ``sender`` is ``Name <address>``."""

    def __init__(self, pool: SmtpPool, render: Callable[[Message], Rendered], sender: str) -> None:
        self._pool = pool
        self._render = render
        self._sender = mime.sender(sender)

    async def send(self, message: Message) -> DeliveryResult:
        """One attempt: delivered means that the server answered 250 to the whole message."""
        try:
            recipient = mime.address(message.address)
        except mime.AddressError as error:
            return Rejected(str(error))
        raw = mime.build(message, self._render(message), self._sender, recipient, message.at)
        try:
            async with self._pool.connection() as client:
                _, answer = await client.sendmail(self._sender.address, [recipient], raw)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return judge(error)
        return Delivered(cleaned(f"250 {answer}"))

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()


def judge(error: Exception) -> DeliveryResult:
    """What a failure means for the message.

    A refused login or sender says something about us, not about the message: it is tried again, and an
    operator sees it in the log and the metrics.
    """
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return Retry(cleaned(f"connection: {type(error).__name__}"))
    detail = cleaned(f"{error.code} {error.message}")
    about_message = isinstance(error, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError)
    if error.code >= PERMANENT and about_message:
        return Rejected(detail)
    return Retry(detail)
