"""Every sentence that a colleague reads. Plain British English, warm and short."""

from __future__ import annotations

from bot.model import Kind, Outcome, Verdict
from knowledge.forms import Form, Reading

POINTER = "If you'd like more help, your line manager is the person to ask."
POINTER_OTHER = (
    "If you'd like more help, your line manager can help. If it's about them, or you'd rather not ask them, "
    "{other} can help instead."
)
ANOTHER_PERSON = "their manager or HR"
REFUSED = "I can't find that in the policies I have, so I won't guess. You could try asking me in other words."
FOUND = "Here's what the policy says:"
CLOSEST = "I can't confirm that this answers you, but these clauses come closest:"
EMPTY = 'Please type a question, for example: "Can I post our sales figures on LinkedIn?"'
TOO_LONG = "That's more than I can take in at once ({limit} characters at most). Could you ask it in a few sentences?"
UNREADABLE = "I couldn't make out any words in that. Could you type your question again?"
HELP = (
    "Hello! Ask me anything about our policies and I'll show you the clause that answers it, word for word. "
    'For example: "Can I post our sales figures on LinkedIn?"'
)
THANKS = "You're welcome. Ask me anything else about our policies."
ABOUT_WHAT = "I'm not sure what that's about. Could you ask it in full?"
AGAIN = "I can only go by what the policies say. These are the words that my answer rests on:"
PERSON = "Thanks for telling me. Your line manager is the person to talk to about this in the first instance."
PERSON_OTHER = "If it's about them, or you'd rather not, you don't have to go to them: {other} can help instead."
NOT_MANAGER = (
    "I'm sorry you're dealing with this. You don't have to raise it with your line manager. "
    "The policy names other routes, and you can use any of them. I keep nothing of what you've told me here."
)
REPORT = (
    "Thank you for raising this. The policy says how to report it, and you can choose any of the routes it names. "
    "I keep nothing of what you've told me here."
)
PERHAPS_REPORT = (
    "If you're raising a concern about someone, you can use any of the routes that the policy names. "
    "You don't have to raise it with your line manager. "
)
PERHAPS_SUPPORT = "If this is getting to you, please talk to someone you trust. {contacts}"
OUTSIDE = "You can also go to a regulator or another outside body at any time. Nothing here stops you."
SUPPORT = (
    "I'm really sorry you're going through this. Please talk to someone you trust. {contacts} "
    "If anyone is in danger right now, call 999."
)
NO_SUCH_CLAUSE = "There is no clause {number} in the policies I have. I can only go by what they say."
AS_IT_READS = "This is what clause {number} says, word for word:"
PARAPHRASE = "This guideline is a paraphrase; the official wording is with the policy's owner."
ALSO = "See also:"
AS_OF = "As of {day}, from the edition in force then."
AS_OF_AHEAD = "As of {day}, from the edition that will be in force then as things stand."
LOOKED_AS_OF = "As of {day}:"
NOTHING_IN_FORCE = "None of the policies I have covers {day}, so I can't answer for that day."
NOTHING_FOR_YOU = "None of the policies I have is in force today for those you are asking for, so I can't answer that."

VERDICTS: dict[tuple[Form, Verdict], str] = {
    (Form.PERMISSION, Verdict.YES): "Yes, that's fine.",
    (Form.PERMISSION, Verdict.YES_WITH_CARE): "Yes, with care.",
    (Form.PERMISSION, Verdict.NO): "No, best not.",
    (Form.OBLIGATION, Verdict.YES): "Yes.",
    (Form.OBLIGATION, Verdict.YES_WITH_CARE): "Yes, with some care.",
    (Form.OBLIGATION, Verdict.NO): "No, you don't have to.",
}
PLAIN_VERDICTS: dict[Verdict, str] = {
    Verdict.YES: "Yes.",
    Verdict.YES_WITH_CARE: "Yes, with care.",
    Verdict.NO: "No.",
}


def verdict_line(reading: Reading, verdict: Verdict, *, alone: bool = True) -> str:
    """The first words of an answer; a bare yes or no to "is it against the rules to …", and to several questions."""
    if reading.inverted or reading.negated or reading.limited or not alone:
        return PLAIN_VERDICTS[verdict]
    return VERDICTS.get((reading.form, verdict), PLAIN_VERDICTS[verdict])


CHAT_WELCOME = (
    'Ask me anything about these policies, in your own words. "whole" shows the last clauses in full, "quit" leaves.'
)
GOODBYE = "Bye for now."

SOMEBODY = "a colleague"
ASKED_TITLE = "{asker} would like your help with a policy question"
ASKED_QUESTION = "They asked: {question}"
ASKED_ANSWER = "The answer they were given: {answer}"
ASKED_NOTE = "They add: {note}"
ASKED_PASSED_ON = "It comes to you because nobody before you could be asked. They agreed to that."
ASKED_TOGETHER = "You are both here so that you can talk it over. I don't read what you write to each other."
TOGETHER = "You and {recipient} are in a conversation together now. It's between the two of you: I don't read it."
APART = (
    "I can't open a conversation with {recipient} and you here, so it goes to {recipient} alone. "
    "I'll bring you their reply."
)
REMINDED_TITLE = "{asker} is still waiting for your help with a policy question"
REMINDED_NEWS = "{recipient} hasn't answered yet, so I've reminded them."
REPLIED = "{recipient} has replied to you"
TALK = "{recipient} suggests that you two talk it over. They know what you asked."
RESOLVED = "{who} has marked your question as settled."
WITHDRAWN = "{asker} has taken the question back. There's nothing more for you to do."
STALLED = {
    "away": "{recipient} is away.",
    "left": "{recipient} doesn't work here any more.",
    "excluded": "Your question won't go to {recipient}.",
    "unreachable": "I couldn't reach {recipient}, so they haven't had your question.",
    "no_answer": "{recipient} hasn't answered, though I've reminded them.",
    "wrong_person": "{recipient} says that somebody else is better placed to help.",
}
SEND_ON_TO = "I can send the same words to {following} instead. I won't unless you say so. Shall I?"
SEND_ON_TO_NAMED = (
    "I can send the same words to {following} instead. Your note speaks of {following}, and they would read it. "
    "I won't send it unless you say so. Shall I?"
)
NOBODY_LEFT = "There's nobody else that I can send it to. You can turn to: {contacts}"
NOT_THIS_WAY = (
    "I won't send this to your line manager. You can raise it with any of these instead: {contacts} "
    "I keep nothing of what you've told me here. "
) + OUTSIDE
NOBODY_TO_ASK = "I can't find anyone here to send this to. You can turn to: {contacts}"
GOES_TO = "This is what {recipient} will read:"
NOTE_FOR = "A few words of your own for {recipient}, or nothing"
SEND_THIS = "Nothing has been sent yet. Send it?"
TYPE_SEND = 'Type "send" to send it'
SENT = "On its way to {recipient}. You'll hear as soon as they answer."
NOT_SENT = "Nothing was sent."
NOT_YOURS = "That isn't something you can do with this message, or it isn't there any more."
NAMES_THEM = "Your words speak of {recipient}, and this would go to {recipient}. Send it all the same?"
ABOUT_THEM = (
    "If this is a concern about somebody, {recipient} need not be the one to hear it. You can turn to any of these "
    "instead: {contacts} Send it to {recipient} all the same?"
)

CAN_I_SHARE = "Can I share this?"
CAN_I_SHARE_ABOUT = "Check a post against the policy before it goes out"
CAN_I_SHARE_DRAFT = "What would you like to share?"
CAN_I_SHARE_CHECK = "Check it"
WHOLE_CLAUSE = "Read the whole clause"
IN_FULL = "In full, word for word"
CLAUSE_GONE = "This clause isn't in the policies any more."
HELPED = ("Helpful", "This answer helped me")
DID_NOT_HELP = ("Not helpful", "This answer didn't help me")
ASK_MANAGER = "Ask my line manager"
OWN_WORDS = "A few words of your own for {recipient}"
SEND = "Send"
SEND_ANYWAY = "Send it anyway"
YOUR_REPLY = "Your reply"
PLACE = "Page {place} of {places}. Your place is kept when you stop."
RECEIPT_NAME = "Receipt {number}"
PROMPTS = (
    ("Sharing figures", "Can I post our sales figures on LinkedIn?"),
    ("A colleague's photo", "Can I share a photo with colleagues in it?"),
    ("A mistake", "I've posted something that I shouldn't have. What do I do?"),
)

SLACK_ABOUT = "Answers questions about your employer's policies with the clause, word for word."
SLACK_COMMAND_ABOUT = "Ask about our policies"
SLACK_COMMAND_HINT = "your question, or: onboard, escalate, help, privacy"
SLACK_LOOKING = "is looking in the policies…"
SLACK_LOOKING_LONG = "I'm looking in the policies. Your answer comes here in a moment."
SLACK_LOOKING_WINDOW = "I'm looking. What I find shows here in a moment."
SLACK_SHARE = "Share with the channel"
PRESSES = {
    "reply": "Reply",
    "talk": "Suggest a talk",
    "wrong_person": "I'm the wrong person",
    "resolve": "It's settled",
    "withdraw": "Take it back",
    "send_on": "Yes, send it",
    "leave_it": "No, leave it",
    "begin": "Begin",
}
DONE = "Done."
NOT_IN_DIRECTORY = (
    "I can't find you in the directory of colleagues, so I don't know who your line manager is. "
    "Please ask whoever looks after Clausewise to add you."
)
STATES = {
    "sent": "On its way to {recipient}",
    "delivered": "{recipient} has it",
    "seen": "{recipient} has seen it",
    "answered": "{recipient} has answered",
    "resolved": "Settled",
    "withdrawn": "Taken back",
}
KEPT = (
    "What I keep about you: messages that you chose to send to your line manager, till they are settled and for a "
    "while after, and policies that you signed. I don't keep who asked which question, I never keep drafts, and I keep "
    "nothing of concerns that you tell me about."
)
SLACK_ASKED = "Asked:"
SLACK_HOW = "How would you like to hear back?"
SLACK_APART = "Through me: I'll bring you the reply"
SLACK_TOGETHER = "In a conversation of the two of you"
SLACK_HOME = "Our policies, word for word"
SLACK_HOME_OPEN = "With your line manager"
SLACK_HOME_NONE = "Nothing just now."
SLACK_HOME_SIGNED = "What you have signed"
SLACK_HOME_SIGNED_LINE = "{title}, edition {version}, on {day} (record {number})"
SLACK_HOME_UNSIGNED = "Nothing yet."
SLACK_HOME_WAITING = "Waiting for you to read and sign: {titles}"
SLACK_CLOSE = "Close"
SLACK_JOURNEY = "Read and sign"
SLACK_BEGIN, SLACK_NEXT, SLACK_CHOOSE, SLACK_SIGN = "Let's begin", "Next", "That's my answer", "Sign"
SLACK_BACK = "Back"
SLACK_PAUSE = "Stop for now"
SLACK_CHOICE = "Your answer"
SLACK_YOUR_NAME = "Type your name to sign"
SLACK_CONFIRM = "Confirm"
SLACK_I_SIGN = "I sign exactly this statement, for this edition"
SLACK_ASK = "Ask a question"
SLACK_ASK_ON_THE_WAY = "What would you like to know?"
SLACK_ASK_MORE = "Anything else?"
SLACK_ASK_SUBMIT = "Ask"
SLACK_BACK_TO_PAGE = "Back to the page"
SLACK_SHARED = "You've shared this with the channel."
SLACK_YOUR_QUESTION = "Your question"
SLACK_TO_ASK = "What would you like to ask?"
SLACK_LOOK_AT_IT = "See what is sent"
SLACK_WITH_ANSWER = "The answer you were given"
SLACK_SEND_TOO = "Send this too"
SLACK_SEND_ANSWER = "The answer and its clauses"
SLACK_WINDOW_GONE = "Sorry, I was too slow to open that window. Please try again."
SLACK_NOT_FOR_YOU = "I only answer colleagues. If you are one, please ask whoever looks after Slack here."
SLACK_PROMPTS_TITLE = "Ask about our policies, for example:"
TEAMS_ABOUT = "Policy answers, word for word"
TEAMS_ABOUT_FULL = (
    "Ask about your employer's policies in your own words and read the clause that answers, word for word. Check a "
    "post before you share it, read and sign a policy, or ask your line manager."
)
TEAMS_WELCOME = "Welcome, {name}"
TEAMS_WELCOME_NOBODY = "Welcome"
TEAMS_HELLO = (
    "Hello! Mention me with a question about our policies, or write to me alone. In here, everybody reads along."
)
TEAMS_PRIVATELY = "Go on in private"
TEAMS_NOT_HERE = "I'd rather answer that where only you can read it. Please write to me in private."
TEAMS_BACK = "Back to the answer"
TEAMS_LOOKING = "Looking in the policies…"
TEAMS_ONBOARD = "Read and sign a policy"
TEAMS_QUESTION = "Your question"
TEAMS_WITH_ANSWER = "With the answer that I was given"
TEAMS_NOT_NOW = "Not now"
TEAMS_ONLY_COLLEAGUES = "I only answer colleagues. If you are one, please ask whoever looks after Teams here."
TEAMS_TOO_LATE = "That didn't work just now. Please press it again in a minute."
TEAMS_NEXT, TEAMS_GO_BACK, TEAMS_CHOOSE = "Go on", "Back", "Your answer"
TEAMS_ANSWER_THIS = "Answer"
TEAMS_NAME, TEAMS_SIGN = "Your name", "Sign"
TEAMS_SURE = "Yes, I sign this as {name}"
TEAMS_PRESSED = {
    "reply": "Your reply is on its way.",
    "talk": "I've passed on that you'd like to talk it over.",
    "wrong_person": "I've passed on that somebody else is better placed. There's nothing more for you to do.",
    "resolve": "It's settled, and I've said so. There's nothing more for you to do.",
    "withdraw": "You've taken it back. There's nothing more for you to do.",
    "send_on": "It's on its way.",
    "leave_it": "All right. It goes no further.",
}
TEAMS_SIGNED = "Your receipt is in a message of its own, for you to keep."
TEAMS_PDF = "Save it as a PDF"
TEAMS_PDF_COMING = "Teams asks you below whether the PDF may go to your OneDrive."
TEAMS_PDF_ABOUT = "Your receipt, with the record of what you signed in it. Nobody but you sees it there."
TEAMS_PDF_THERE = "Your receipt is in your OneDrive now, in the folder of files from Teams."
TEAMS_PDF_OVER = (
    "I can't be sure that the PDF is in your OneDrive, because the time that Teams gave me for it is over. If you "
    "don't find it there, please press the button and allow it once more."
)
TEAMS_PDF_ELSEWHERE = (
    "I haven't put the PDF anywhere: Teams named a place that I'm not set up to write to. Please ask whoever looks "
    "after Clausewise here."
)
EMPTY_REPLY = "Please type your reply first."
TEAMS_COMMANDS = (
    ("Can I post this?", "Ask in your own words: can I post our sales figures on LinkedIn?"),
    ("onboarding", "Read and sign a policy, from where you left it"),
    ("help", "What you can ask me"),
    ("privacy", "What I keep about you"),
)
NO_DRAFT = "There's nothing to check yet. Paste the words you'd like to share."
DRAFT_TOO_LONG = "That's {count} characters; I can check {limit} at most. Could you check it in parts?"
DRAFT_IS_NO_TEXT = "That isn't text that I can read. Paste the words you'd like to share."
HAND_OVER = 'Yes, I can check that for you. Write "can I share this:" and then the words you\'d like to share.'
DISCLAIMER = "Views are my own, not my employer's."
CREDIT = "Credit: [who made it], used with permission."
"""Added to a draft that passes on somebody's work; the name is the colleague's to fill in."""
REWRITE = "You could share this instead:"
MORE_POINTS = "And {count} more like these."
ONE_MORE_POINT = "And one more."

OUTCOMES: dict[Outcome, str] = {
    Outcome.OK: "Fine to share",
    Outcome.CHANGE_FIRST: "Change this first",
    Outcome.ASK_FIRST: "Ask first",
    Outcome.DO_NOT_SHARE: "Don't share",
}
NOTHING_FOUND = "I can't see anything in it that goes against the policies."
UNSURE = "I can't put my finger on one thing, but I'm not sure enough to call it fine."

WHY: dict[Kind, str] = {
    Kind.PERSONAL_DATA: "It gives away something personal, and once it's out it can't be taken back.",
    Kind.CREDENTIAL: "Anyone who reads it could use it to get in.",
    Kind.CONFIDENTIAL_BUSINESS: "It looks like business information that isn't public.",
    Kind.SITE_SAFETY: "It could help someone work out when a place, or the people in it, are easiest to harm.",
    Kind.OFFENSIVE_OR_HATEFUL: "It could insult or hurt people for who they are.",
    Kind.HARASSMENT_OR_GOSSIP: "It's about someone who could be hurt by it, at work or beyond.",
    Kind.ANGRY_OR_INTOXICATED: "It reads as if it was written in the heat of the moment, or after a drink.",
    Kind.DISREPUTE: "People who know where you work may think less of your employer for it.",
    Kind.COMPLAINT_ABOUT_WORK: "The policy encourages you to talk a complaint about work over rather than post it.",
    Kind.SPEAKING_FOR_SOCIETY: "It reads as if your employer were saying it.",
    Kind.COPYRIGHT: "It looks like somebody else's work, used without their name or their leave.",
    Kind.SAFEGUARDING: "It could help somebody recognise, find or get close to a child.",
    Kind.WORK_TIME: "It looks as if it was done when you were meant to be working.",
}
FIX: dict[Kind, str] = {
    Kind.PERSONAL_DATA: "Leave it out, or tell the story so that nobody can be recognised.",
    Kind.CREDENTIAL: "Leave it out. If it's out already, have it changed and tell your line manager today.",
    Kind.CONFIDENTIAL_BUSINESS: "Leave it out, or wait until it has been announced.",
    Kind.SITE_SAFETY: "Leave out who is where and when, and how the place is locked, guarded or run.",
    Kind.OFFENSIVE_OR_HATEFUL: "Say what you mean without it, or leave it out.",
    Kind.HARASSMENT_OR_GOSSIP: "Leave the person out. If something's wrong, say it to someone who can put it right.",
    Kind.ANGRY_OR_INTOXICATED: "Leave it for today and read it again tomorrow.",
    Kind.DISREPUTE: "Leave it out, or keep it apart from anything that shows where you work.",
    Kind.COMPLAINT_ABOUT_WORK: "Have a word with your line manager: they can do something about it.",
    Kind.SPEAKING_FOR_SOCIETY: "Write as yourself, and say that the views are your own.",
    Kind.COPYRIGHT: "Ask whoever made it and name them, or link to it instead.",
    Kind.SAFEGUARDING: "Leave out children's names, faces, places and times. If you're worried, tell your manager.",
    Kind.WORK_TIME: "Share it in your own time, without this part.",
}
WHY_DETAIL = "It's a detail of somebody's own, and anyone who sees it can use it or pass it on."
FIX_DETAIL = "Leave it out, or ask people to send you a message instead."


_ABOUT_SOMEBODY = {"", "person", "circumstances"}


def why(kind: Kind, what: str) -> str:
    """Why something is a fault; `what` names it more closely where it has a form, such as a telephone number."""
    return WHY[kind] if kind is not Kind.PERSONAL_DATA or what in _ABOUT_SOMEBODY else WHY_DETAIL


def fix(kind: Kind, what: str) -> str:
    """What to do about it."""
    return FIX[kind] if kind is not Kind.PERSONAL_DATA or what in _ABOUT_SOMEBODY else FIX_DETAIL


DEPENDS_ON: dict[str, str] = {
    Kind.PERSONAL_DATA: "It depends on whether the person knows about it and is happy for you to share it.",
    Kind.CREDENTIAL: "It depends on whether it still opens anything.",
    Kind.CONFIDENTIAL_BUSINESS: "It depends on whether this is public already.",
    Kind.SITE_SAFETY: "It depends on whether anybody outside could already know this.",
    Kind.OFFENSIVE_OR_HATEFUL: "It depends on how the people it's about would take it.",
    Kind.HARASSMENT_OR_GOSSIP: "It depends on whether the person would be happy to read it.",
    Kind.ANGRY_OR_INTOXICATED: "It depends on whether you'd still say it tomorrow.",
    Kind.DISREPUTE: "It depends on how it would look to a customer who knows where you work.",
    Kind.COMPLAINT_ABOUT_WORK: "It depends on whether you've been able to talk it over with your line manager.",
    Kind.SPEAKING_FOR_SOCIETY: "It depends on whether you've been asked to speak for your employer.",
    Kind.COPYRIGHT: "It depends on whether you have leave from whoever made it.",
    Kind.SAFEGUARDING: "It depends on whether the families have agreed, and whether a child could be recognised.",
    Kind.WORK_TIME: "It depends on whether it was part of your job, or your break.",
    "unread": "It depends on what's in it: I can only judge words.",
    "failed": "It depends on the part of my check that didn't work.",
    "unsure": "It depends on things I can't see, such as who will read it and what went before.",
}
IMAGE_UNREAD = "I can't look at pictures or files. Type out what they show and I'll check that too."
LINK_UNREAD = "I haven't opened the link; I only read the words here."
CHECK_FAILED = (
    "Part of my check didn't work just now, so I've been stricter than I might have been. Do try again in a minute."
)
NO_SECOND_OPINION = "The model's second opinion didn't come in time; this is what the rules say."


def depends(key: str) -> str:
    """What an "ask first" hangs on: by the kind of fault, or why it could not be told."""
    return DEPENDS_ON.get(key, DEPENDS_ON["unsure"])


WELCOME_TITLE = "Welcome, {name}. Let's go through the {title} together"
WELCOME_LINES = (
    "You'll see each section in plain words beside the policy's own. Then come a few questions, and last you sign.",
    "It takes about {minutes} minutes.",
    "You can stop at any point and go on later, here or anywhere else you find me. Ask me anything as you go.",
)
CHANGES_TITLE = "The {title} has changed, {name}"
CHANGES_LINES = ("You signed an earlier edition, so I'll show you only what is different.",)
CHANGES_AGAIN = "The changes matter, so you are asked to sign again at the end."
CHANGES_TOLD = "There's nothing to sign."
SECTION = "{section} ({place} of {places})"
NEW_CLAUSES, CHANGED_CLAUSES, GONE_CLAUSES = "What is new", "What is worded differently", "What has gone"
NO_CHANGES = "Only numbers or headings are different. What the policy says is the same."
CHECK_TITLE = "Question {place} of {places}"
CHECK_BINDING = "Which of these does the policy expect you to keep to?"
CHECK_FREE = "Which of these does the policy leave open to you?"
CHECK_WORD = "Which word does the policy use here? “{sentence}”"
CHECK_NEW = "Which of these is new or worded differently in this edition?"
CHECK_RIGHT = "That's right."
CHECK_WRONG = "Not quite. Here is what the policy says. Have another look and try again."
CHECK_FIRST = "Please answer this one first."
SIGN_TITLE = "Sign the {title}"
SIGN_LINES = (
    "This is what you sign, and nothing else. If you have a question, ask it first. Your line manager can help too.",
    "Edition: {version}. Fingerprint of its words (SHA-256): {text_sha256}",
)
STATEMENT = "I have read and understood the {title}, and I will follow it."
SIGN_NAME = "Please type your name to sign."
SIGN_SURE = "Nothing is signed yet. Please confirm that you sign this."
SIGN_OTHER_NAME = "I know you as {name}. Please sign with that name, or ask for it to be put right first."
SIGN_ANEW = "The policy or its statement has changed since I showed it to you. Nothing is signed. Please look again."
SIGNED_TITLE = "Thank you, {name}. You have signed the {title}"
SIGNED_LINES = (
    "Signed: {at}. Edition: {version}. Record {number}.",
    "You agreed to this: “{statement}”",
    "Please keep this receipt. Its fingerprint shows whether anything was changed since: {hash}",
)
NOTHING_TO_SIGN = "There's nothing for you to sign just now."
NOT_A_COLLEAGUE = "I can't find you among those who work here now. Please ask whoever keeps the list of colleagues."
NOT_HERE = "You're not on that page any more. This is where you are."
INVITED = "Please read and sign the {title}"
INVITED_LINES = ("It takes a few minutes. You can stop at any point and go on later.",)
INVITED_AGAIN = "The {title} has changed. Please read what is different and sign again"
TOLD_OF_CHANGES = "The {title} has changed. There's nothing to sign"
REMINDED_TO_SIGN = "The {title} is still waiting for you to read and sign"
REMINDED_LINES = ("You can go on where you left off. If something keeps you from signing, tell your line manager.",)
DIGEST_TITLE = "Signing policies: where your people are"
DIGEST_OWNER_TITLE = "Signing policies: where everybody is"
DIGEST_COUNTS = "{title}: {signed} signed, {pending} still to sign, {overdue} of them overdue."
DIGEST_TEAM = "{team}: {signed} signed, {pending} still to sign, {overdue} of them overdue."
DIGEST_NAMES = "Still to sign: {names}."
DIGEST_LATE = "{name} (overdue)"
NO_TEAM = "No team"
RECEIPT_TITLE = "Receipt: a policy was read and signed"
RECEIPT_LETTERS = "Some letters can't be shown on this page. They stand in the record enclosed in this file."
RECEIPT_PROOF = (
    "The record is enclosed in this file. `clausewise attestations verify` checks it, alone or against the log."
)
RECEIPT_ROWS = {
    "typed": "Signed as",
    "name": "Name on record",
    "title": "Policy",
    "version": "Edition",
    "text_sha256": "SHA-256 of its words",
    "source_sha256": "SHA-256 of its file",
    "statement": "Statement",
    "checks": "Questions answered",
    "surface": "Signed on",
    "at": "When (UTC)",
}
RECEIPT_CHAIN = {"number": "Record", "previous": "Hash of the record before", "hash": "Hash of this record"}
ERASED = "Erased: {letters} letters, the words of {escalations} escalations, {attestations} signatures."
KEPT_ATTESTATION = (
    "Kept: record {number}, the signature of the {title}. It is the employer's proof that the policy was signed, and "
    "is erased {days} days after they leave (`records.keep_attestations_days`)."
)
KEPT_ESCALATION = "Kept: that {count} questions were sent on, and when, without a word of them."

ONBOARD_GO_ON = "Enter goes on, b goes back, q stops and keeps your place. Or type a question."
ONBOARD_CHOOSE = "Type the number of your answer. b goes back, q stops and keeps your place. Or type a question."
ONBOARD_SIGN = "Type your name to sign, or a question with a question mark. b goes back, q stops and keeps your place."
ONBOARD_SURE = "Type yes to sign this as {name}. Anything else signs nothing."
ONBOARD_YES = "yes"
ONBOARD_KEPT = "Your place is kept. Go on whenever you like."
ONBOARD_BEFORE = "Before: {was}"
ONBOARD_RECEIPT = "Your receipt is in {file}."
ONBOARD_NO_RECEIPT = "There's no receipt yet, because nothing is signed."

WEB_TITLE = "Our policies, word for word"
WEB_ABOUT = "Ask in your own words. You get the clause that answers, where it stands, and whom to turn to for more."
WEB_QUESTION = "Your question"
WEB_ASK = "Ask"
WEB_TRY = "For example"
WEB_LOOKING = "Looking in the policies…"
WEB_YOU_ASKED = "You asked"
WEB_ASKED_BEFORE = "What you asked before"
WEB_IN_FULL = "Read it in the whole policy"
WEB_HELPED = "Did this help?"
WEB_HELPED_YES, WEB_HELPED_NO = "Yes", "No"
WEB_THANKS = "Thank you. That's counted, and who said so isn't."
WEB_BUSY = "So many people are asking right now that I can't answer you in good time. Please try again in a moment."
WEB_GONE = "I couldn't reach Clausewise. Please check that it is running, and try again."
WEB_UNREADABLE = "I couldn't make sense of that. Please go back and try again."
WEB_NOT_HERE = "There's no such page here."
WEB_NO_POLICY = "There's no such policy in force today."
WEB_SKIP = "Skip to what this page is about"
WEB_NAV = "Pages"
WEB_NAMES = {
    "ask": "Ask",
    "share": "Can I share this?",
    "policies": "Policies",
    "sign": "Read and sign",
    "messages": "Messages",
}
WEB_YOU_ARE = "You are {name}."
WEB_CHANGE = "Be somebody else"
WEB_WHO = "Who are you?"
WEB_WHO_ABOUT = (
    "Nobody has told me yet who works here, so these are made-up colleagues to try things with. Be one of them, ask "
    "their line manager something, and then be the line manager and answer."
)
WEB_NO_SIGN_IN = (
    "Nobody signs in to this page, so I can't tell who you are. Asking and checking drafts work all the same; for "
    "everything in your own name, find me in Slack or Teams."
)
WEB_BE = "I am {name}"
WEB_ANSWERS_TO = "{team}. Line manager: {manager}."
WEB_NO_MANAGER = "nobody"
WEB_POLICIES_ABOUT = "What is in force today. Everything that I quote stands in one of these."
WEB_OWNER, WEB_REVIEWED, WEB_EDITION = "Owner", "Last reviewed", "Edition"
WEB_SHARE_ABOUT = (
    "Paste what you'd like to post. I'll mark what goes against the policies, say why, and suggest other words. "
    "Your draft isn't kept."
)
WEB_YOUR_DRAFT = "Your draft"
WEB_DRAFT_MARKED = "Your draft, marked"
WEB_NUMBERED = "point {number}"
WEB_POINTS = "Point by point"
WEB_REWRITE = "You could share this instead"
WEB_COPY, WEB_COPIED = "Copy", "Copied"
WEB_CHECK_ANOTHER = "Change it and check again"
WEB_PREVIEW_ABOUT = "Nothing has been sent yet. Take out or change whatever you like first."
WEB_WHAT_IS_SENT = "What will be sent"
WEB_PART_QUESTION = "Your question"
WEB_PART_ANSWER = "The answer you were given"
WEB_PART_QUOTE = "The clause: {label}"
WEB_TOGETHER = "Bring the two of us together in a conversation, rather than a reply through you"
WEB_SHOW_AGAIN = "Show me how it reads now"
WEB_LETTERS = "Letters to you"
WEB_NO_LETTERS = "No letters yet."
WEB_LETTERS_ELSEWHERE = "They come to you in the chat that you talk to me in."
WEB_NEW = "new"
WEB_MINE = "What you asked your line manager"
WEB_NOTHING_ASKED = (
    "Nothing yet. You'll find “Ask my line manager” under every answer; nothing leaves before you've seen it."
)
WEB_ERASED = "The words have been erased, as they are after a while."
WEB_SEND_REPLY = "Send the reply"
WEB_NO_REPLY = "There's nothing in your reply yet. Please go back and write a few words."
WEB_BACK = "Back"
WEB_BACK_TO_MESSAGES = "All messages"
WEB_GO_ON = "Go on"
WEB_BEGIN = "Begin"
WEB_CHOOSE = "That's my answer"
WEB_PROGRESS = "Page {place} of {places}"
WEB_PLAIN = "In plain words"
WEB_SAYS = "What the policy says"
WEB_NAME = "Your name"
WEB_SURE = "Yes, I sign this."
WEB_SIGN = "Sign"
WEB_RECEIPT = "Download your receipt (PDF)"
WEB_ON_THE_WAY = "A question on the way?"
WEB_KEPT_PLACE = "Your place is kept. You can stop whenever you like and go on later."
WEB_FOOT = (
    "Answers are copied from the policies, never made up. What you ask and what you draft isn't kept with your name."
)
SERVING = "Clausewise is here: {address}"
SERVING_CHATS = "Clausewise listens at {address} for the chats that are connected. The page is off."
SERVING_STOP = "Press Ctrl+C to stop it. What is half done then goes on at the next start."
