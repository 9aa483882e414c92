"""The ways out that the settings open."""

from collections.abc import Mapping

from credit.alerts.telling.digest import Post
from messaging.gateway import PrintFolder, Sender, SmtpSender, WebhookSender, smtp_server, webhook_endpoints
from messaging.message import Channel
from messaging.policy import MessagingPolicy
from serving.settings import SettingRefused, Settings


def senders(where: Settings, policy: MessagingPolicy) -> Mapping[Channel, Sender]:
    """A sender for each channel that is set up. Raises SettingRefused, AddressRefused."""
    found: dict[Channel, Sender] = {Channel.LETTER: PrintFolder(where.home / "letters")}
    if where.smtp_url:
        found[Channel.EMAIL] = SmtpSender(smtp_server(where.smtp_url), timeout=policy.timeout_seconds)
    urls = (*where.webhook_urls, *filter(None, (where.sms_url,)))
    if urls:
        if not where.webhook_secret:
            raise SettingRefused(
                "ENCOURS_WEBHOOK_URL or ENCOURS_SMS_URL is set without ENCOURS_WEBHOOK_SECRET: nobody could "
                "check what it is sent. Set a secret of 32 random letters or more."
            )
        found[Channel.WEBHOOK] = WebhookSender(
            urls, secret=where.webhook_secret, timeout=policy.timeout_seconds
        )
    return found


def endpoints(where: Settings) -> tuple[str, ...]:
    """The names by which messages call the webhooks of the settings. Raises AddressRefused."""
    return tuple(webhook_endpoints(where.webhook_urls))


def sms_endpoints(where: Settings) -> tuple[str, ...]:
    """The same of whoever carries text messages; none where the webhooks do. Raises AddressRefused."""
    return tuple(webhook_endpoints([where.sms_url])) if where.sms_url else ()


def post(where: Settings) -> Post:
    """How alerts leave, as far as the settings open a way."""
    told = endpoints(where) if where.webhook_secret else ()
    return Post(where.mail_from if where.smtp_url else "", where.alerts_to, told, where.language)
