"""What the doors answer to each exception of the house: one table for HTTP and command line."""

from dataclasses import dataclass

# Exit codes a script can tell apart. 2 is what every command line means by wrong usage, 70 by its own fault.
EXIT_NOTHING_USABLE = 1
EXIT_REFUSED = 2
EXIT_UNKNOWN = 3
EXIT_NOT_READY = 4
EXIT_UNREACHABLE = 5
EXIT_OUR_FAULT = 70


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status, exit code, and the slug and title of the problem type."""

    status: int
    exit_code: int
    slug: str
    title: str


REFUSED = Answer(422, EXIT_REFUSED, "refused-value", "A value cannot be used")
OUR_FAULT = Answer(500, EXIT_OUR_FAULT, "our-fault", "Encours failed on a fault of its own")

# By path rather than by class: the HTTP door may not import `training`, and `encours --help` should not pay
# for LightGBM. tests/architecture compares these paths with the classes the house defines, both ways.
ANSWERS = {
    "access.errors.AuditBroken": Answer(
        500, EXIT_REFUSED, "audit-broken", "The audit trail does not follow from itself"
    ),
    "access.errors.NotAllowed": Answer(403, EXIT_REFUSED, "not-allowed", "Not among your rights"),
    "access.errors.PasswordRefused": Answer(
        422, EXIT_REFUSED, "password-refused", "The password could be guessed"
    ),
    "access.errors.SecondRefused": Answer(
        422, EXIT_REFUSED, "second-proof-refused", "The second proof cannot be used so"
    ),
    "access.errors.SignInRefused": Answer(401, EXIT_REFUSED, "sign-in-refused", "Name or password is wrong"),
    "access.errors.UnknownKey": Answer(404, EXIT_UNKNOWN, "unknown-key", "No key has this name"),
    "access.errors.UnknownUser": Answer(404, EXIT_UNKNOWN, "unknown-user", "Nobody has this name"),
    "access.errors.UserRefused": Answer(
        422, EXIT_REFUSED, "user-refused", "The user cannot be kept as asked"
    ),
    "credit.alerts.acts.ActOnAlertRefused": Answer(
        409, EXIT_REFUSED, "act-on-alert-refused", "The act does not fit the alert"
    ),
    "credit.alerts.acts.RunRefused": Answer(409, EXIT_REFUSED, "run-refused", "Alerts do not run backwards"),
    "credit.alerts.acts.UnknownAlert": Answer(404, EXIT_UNKNOWN, "unknown-alert", "No alert has this number"),
    "dunning.dossier.errors.PaperRefused": Answer(
        422, EXIT_REFUSED, "paper-refused", "A file cannot be kept as it is"
    ),
    "dunning.dossier.errors.UnknownPaper": Answer(
        404, EXIT_UNKNOWN, "unknown-paper", "No paper has this number"
    ),
    "dunning.errors.ActionRefused": Answer(
        409, EXIT_REFUSED, "action-refused", "The act does not fit the action"
    ),
    "dunning.errors.EngineElsewhere": Answer(
        409, EXIT_REFUSED, "engine-elsewhere", "Another engine owns the reminders"
    ),
    "dunning.errors.NoPlan": Answer(409, EXIT_REFUSED, "no-plan", "No instalment plan can be proposed"),
    "dunning.errors.OutcomeRefused": Answer(
        409, EXIT_REFUSED, "outcome-refused", "The outcome of a contact cannot be written down"
    ),
    "dunning.errors.PenaltyRefused": Answer(
        409, EXIT_REFUSED, "penalty-refused", "Penalties cannot be waived or paid so"
    ),
    "dunning.errors.ScenarioRefused": Answer(
        422, EXIT_REFUSED, "scenario-refused", "A scenario file cannot be used"
    ),
    "dunning.errors.UnknownAction": Answer(404, EXIT_UNKNOWN, "unknown-action", "No action has this number"),
    "dunning.letters.checked.NoticeRefused": Answer(
        422, EXIT_REFUSED, "notice-refused", "The notice cannot be worded"
    ),
    "dunning.letters.gateway.LetterFailed": Answer(
        500, EXIT_OUR_FAULT, "letter-failed", "The typesetter refused a letter"
    ),
    "dunning.letters.templates.TemplateRefused": Answer(
        422, EXIT_REFUSED, "template-refused", "A file of texts cannot be used"
    ),
    "dunning.law.rates.RateBelowFloor": Answer(
        422, EXIT_REFUSED, "rate-below-floor", "A rate of interest is lower than the law allows"
    ),
    "features.pairs.PlantedFuture": Answer(
        500, EXIT_OUR_FAULT, "planted-future", "A feature was asked about the future"
    ),
    "forecast.rehearsal.PastTooShort": Answer(
        422, EXIT_REFUSED, "past-too-short", "Too little came after the cut to judge a forecast"
    ),
    "forecast.scenario.ScenarioRefused": Answer(
        422, EXIT_REFUSED, "scenario-refused", "The scenario cannot be followed"
    ),
    "kernel.dated.NotInForce": Answer(422, EXIT_REFUSED, "not-in-force", "No value is in force that day"),
    "kernel.money.CurrencyMismatch": Answer(
        422, EXIT_REFUSED, "currency-mismatch", "Two currencies cannot be added"
    ),
    "privacy.errors.ErasureRefused": Answer(
        409, EXIT_REFUSED, "erasure-refused", "The person cannot be erased as things stand"
    ),
    "credit.acceptance.printing.gateway.ReportFailed": Answer(
        500, EXIT_OUR_FAULT, "report-failed", "The typesetter refused a report"
    ),
    "credit.acceptance.usecases.ApplicationRefused": Answer(
        409, EXIT_REFUSED, "application-refused", "The application cannot be answered as it is told"
    ),
    "credit.acceptance.usecases.UnknownDecision": Answer(
        404, EXIT_UNKNOWN, "unknown-decision", "No application was answered under this number"
    ),
    "credit.contests.errors.UnknownContest": Answer(
        404, EXIT_UNKNOWN, "unknown-contest", "No contest has this number"
    ),
    "credit.limit.errors.NoScore": Answer(
        409, EXIT_NOT_READY, "no-score", "The customer has no stored score"
    ),
    "credit.limit.errors.UnknownLimit": Answer(
        404, EXIT_UNKNOWN, "unknown-limit", "No limit waits under this number"
    ),
    "kernel.policy.PolicyRefused": Answer(
        422, EXIT_REFUSED, "policy-refused", "A policy file cannot be used"
    ),
    "ledger.errors.ActRefused": Answer(409, EXIT_REFUSED, "act-refused", "The act contradicts the ledger"),
    "ledger.errors.AmbiguousInvoice": Answer(
        409, EXIT_UNKNOWN, "ambiguous-invoice", "Several invoices have this number"
    ),
    "ledger.errors.EmptyLedger": Answer(409, EXIT_NOT_READY, "empty-ledger", "The ledger is empty"),
    "ledger.errors.FileUnreadable": Answer(
        422, EXIT_NOTHING_USABLE, "file-unreadable", "The file cannot be read"
    ),
    "ledger.errors.FormatUndecided": Answer(
        422, EXIT_NOTHING_USABLE, "format-undecided", "The file can be read in two ways"
    ),
    "ledger.errors.ImportRefused": Answer(
        422, EXIT_NOTHING_USABLE, "import-refused", "The file cannot be imported"
    ),
    "ledger.errors.MappingWrong": Answer(
        422, EXIT_NOTHING_USABLE, "mapping-wrong", "The mapping does not fit the file"
    ),
    "ledger.errors.OlderYear": Answer(
        422, EXIT_NOTHING_USABLE, "older-year", "Fiscal years come in the order of time"
    ),
    "ledger.errors.RateMissing": Answer(
        422, EXIT_REFUSED, "rate-missing", "Two currencies meet without a rate"
    ),
    "ledger.errors.SirenRefused": Answer(422, EXIT_REFUSED, "siren-refused", "The number is no SIREN"),
    "ledger.errors.UnknownBankEntry": Answer(
        404, EXIT_UNKNOWN, "unknown-bank-entry", "No bank entry has this number"
    ),
    "ledger.errors.UnknownCase": Answer(404, EXIT_UNKNOWN, "unknown-case", "No case has this number"),
    "ledger.errors.UnknownCustomer": Answer(
        404, EXIT_UNKNOWN, "unknown-customer", "No customer has this code"
    ),
    "ledger.errors.UnknownImport": Answer(404, EXIT_UNKNOWN, "unknown-import", "No import has this number"),
    "ledger.errors.UnknownInvoice": Answer(
        404, EXIT_UNKNOWN, "unknown-invoice", "No invoice has this number"
    ),
    "ledger.exported.gateway.ExportRefused": Answer(
        409, EXIT_REFUSED, "export-refused", "The exported facts cannot be used"
    ),
    "messaging.errors.AddressRefused": Answer(
        500, EXIT_REFUSED, "address-refused", "An address to send to cannot be used"
    ),
    "messaging.errors.MailboxUnreadable": Answer(
        503, EXIT_NOTHING_USABLE, "mailbox-unreadable", "Mail that came back cannot be read"
    ),
    "messaging.errors.MessageRefused": Answer(
        422, EXIT_REFUSED, "message-refused", "The message cannot be sent as it is"
    ),
    "messaging.errors.ReturnRefused": Answer(
        422, EXIT_REFUSED, "return-refused", "What is said about mail that came back cannot be kept"
    ),
    "messaging.errors.StepRefused": Answer(
        409, EXIT_REFUSED, "step-refused", "The message does not stand where this can be done"
    ),
    "messaging.errors.UnknownMessage": Answer(
        404, EXIT_UNKNOWN, "unknown-message", "No message has this key"
    ),
    "scoring.sharded.gateway.ClusterFailed": Answer(
        503, EXIT_UNREACHABLE, "cluster-failed", "The cluster did not answer"
    ),
    "scoring.sealed.ArtifactRefused": Answer(
        409, EXIT_NOT_READY, "artifact-refused", "The model's files cannot be used"
    ),
    "scoring.lateness.artifact.FrameMismatch": Answer(
        409, EXIT_NOT_READY, "frame-mismatch", "The model is of another version"
    ),
    "scoring.gateway.NoChampion": Answer(409, EXIT_NOT_READY, "no-model", "No model has been trained yet"),
    "scoring.grading.usecases.NoScores": Answer(
        409, EXIT_NOT_READY, "no-scores", "No scores were stored that evening"
    ),
    "scoring.scorecard.ColumnsMissing": Answer(
        409, EXIT_NOT_READY, "columns-missing", "The table lacks what the model reads"
    ),
    "scoring.usecases.InvoiceNotOpen": Answer(
        409, EXIT_UNKNOWN, "invoice-not-open", "The invoice is not open that evening"
    ),
    "scoring.vectors.errors.NotScored": Answer(
        409, EXIT_NOT_READY, "not-scored", "No score of the customer was stored"
    ),
    "scoring.gateway.UnknownVersion": Answer(404, EXIT_UNKNOWN, "unknown-version", "No model has this label"),
    "scoring.vectors.errors.VectorRefused": Answer(
        422, EXIT_REFUSED, "vector-refused", "The features cannot be read"
    ),
    "scoring.usecases.NotASiren": Answer(404, EXIT_REFUSED, "not-a-siren", "No company has such a number"),
    "training.shadow.usecases.NoShadow": Answer(
        409, EXIT_NOT_READY, "no-shadow", "No challenger was asked beside the champion"
    ),
    "serving.cli.serve.DoorTaken": Answer(503, EXIT_UNREACHABLE, "door-taken", "The address is not free"),
    "serving.settings.SettingRefused": Answer(
        500, EXIT_REFUSED, "setting-refused", "A setting cannot be used"
    ),
    "serving.kept.Moved": Answer(
        503, EXIT_UNREACHABLE, "worked-out-anew", "What the answer is made of has just changed"
    ),
    "serving.running.daily.StepFailed": Answer(500, EXIT_REFUSED, "step-failed", "A step of the day failed"),
    "serving.running.errors.BackupRefused": Answer(
        422, EXIT_REFUSED, "backup-refused", "The copy cannot be made or put back"
    ),
    "serving.running.errors.DayUnfinished": Answer(
        500, EXIT_REFUSED, "day-unfinished", "A step of the day failed"
    ),
    "serving.running.errors.ErrandRefused": Answer(
        409, EXIT_REFUSED, "errand-refused", "The command must wait"
    ),
    "serving.running.errors.Unhealthy": Answer(
        500, EXIT_NOTHING_USABLE, "unhealthy", "The house is not well"
    ),
    "serving.web.errors.AmountRefused": Answer(
        422, EXIT_REFUSED, "amount-refused", "An amount cannot be read"
    ),
    "serving.web.errors.UploadRefused": Answer(
        422, EXIT_REFUSED, "upload-refused", "The file cannot be taken"
    ),
    "store.answered.errors.KeyUsedOtherwise": Answer(
        409, EXIT_REFUSED, "key-used-otherwise", "The key was used for another request"
    ),
    "store.errors.DatabaseTooNew": Answer(
        503, EXIT_UNREACHABLE, "database-too-new", "A later version wrote the database"
    ),
    "store.errors.DatabaseUnreachable": Answer(
        503, EXIT_UNREACHABLE, "database-unreachable", "The database cannot be reached"
    ),
    "training.default.backtest.NothingToJudge": Answer(
        422, EXIT_REFUSED, "nothing-to-judge", "No default lies in this period"
    ),
    "training.gateway.ChampionMoved": Answer(
        409, EXIT_REFUSED, "champion-moved", "The champion was moved by somebody else"
    ),
    "training.gateway.UnknownModel": Answer(404, EXIT_UNKNOWN, "unknown-model", "No model has this label"),
    "training.lateness.backtest.NothingToPredict": Answer(
        422, EXIT_REFUSED, "nothing-to-predict", "No invoice lies in this period"
    ),
    "training.lateness.fitting.TooLittleHistory": Answer(
        409, EXIT_NOT_READY, "too-little-history", "The ledger is too short to learn from"
    ),
    "training.run.gateway.SearchRefused": Answer(
        409, EXIT_REFUSED, "search-refused", "The search cannot be run as asked"
    ),
    "training.run.subject.Incomparable": Answer(
        409, EXIT_NOT_READY, "incomparable-model", "This version cannot run the model"
    ),
    "training.tabular.table.TableRefused": Answer(
        422, EXIT_NOTHING_USABLE, "table-refused", "The table cannot be learnt from"
    ),
    "training.usecases.PromotionRefused": Answer(
        409, EXIT_REFUSED, "promotion-refused", "The model cannot be put in service"
    ),
}

# What libraries below us raise for a reason that is not ours; their own words would help nobody.
FOREIGN_ANSWERS = {
    "sqlalchemy.exc.OperationalError": Answer(
        503, EXIT_UNREACHABLE, "database-unreachable", "The database does not answer"
    ),
    "sqlalchemy.exc.TimeoutError": Answer(
        503, EXIT_UNREACHABLE, "database-busy", "Too much is asked of the database at once"
    ),
    "mlflow.exceptions.MlflowException": Answer(
        503, EXIT_UNREACHABLE, "registry-unreachable", "The registry of models does not answer"
    ),
}


def answer_to(error: BaseException) -> Answer | None:
    """The answer to an exception or to the nearest of its ancestors; None when nobody foresaw it."""
    for path in _lineage(error):
        answer = ANSWERS.get(path) or FOREIGN_ANSWERS.get(path)
        if answer is not None:
            return answer
    return None


def is_ours(error: BaseException) -> bool:
    """Whether the house raised it, with a sentence meant for its reader."""
    return any(path in ANSWERS for path in _lineage(error))


def sentence_of(error: BaseException) -> str:
    """What to tell of a foreseen exception: its own sentence when the house wrote it."""
    answer = answer_to(error)
    return str(error) if answer is None or is_ours(error) else f"{answer.title}."


def _lineage(error: BaseException) -> list[str]:
    return [f"{ancestor.__module__}.{ancestor.__qualname__}" for ancestor in type(error).__mro__]
