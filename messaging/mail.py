"""A message as the mail that a server is handed."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from messaging.message import Attachment, Message, address_of


def mail_of(message: Message, *, at: datetime) -> EmailMessage:
    """Text and HTML side by side in UTF-8, files behind; the Message-ID is the same at every try."""
    sender = address_of(message.sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = [address_of(one) for one in message.recipients]
    if message.reply_to:
        mail["Reply-To"] = address_of(message.reply_to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id_of(message)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office programs do not answer
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    for one in message.attachments:
        _attach(mail, one)
    return mail


def message_id_of(message: Message) -> str:
    """By which a mail is known on every server it passed; of its key and the sender's domain."""
    return f"<{message.mark}@{address_of(message.sender).domain}>"


def _attach(mail: EmailMessage, one: Attachment) -> None:
    main, _, sub = one.media_type.partition("/")
    mail.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
