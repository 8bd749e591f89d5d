"""What traders write: fresh copies of the examples, with or without a fault, and the messages that follow them."""
import datetime
import re

from corridor import ROOT, Declaration

FOLLOW_UPS = ROOT / "examples/follow-ups"
MRN_OF_THE_EXAMPLES = "26SG0000010000A1J0"


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


def put(text, element, value, count=0):
    """The text with another value in each element of that name, or in the first `count`."""
    return re.sub(f"<{element}>[^<]*<", lambda _: f"<{element}>{value}<", text, count=count)


def check_digit(body):
    """As of core/model/values/check_digit.cpp: A is 10; B, L and V step over 11, 22 and 33."""
    rest = 0
    for c in reversed(body):
        value = int(c) if c.isdigit() else 10 + ord(c) - ord("A") + (c >= "B") + (c >= "L") + (c >= "V")
        rest = (2 * rest + value) % 11
    return str(rest % 10)


def new_grn(country, serial):
    body = f"{datetime.date.today():%y}{country}D{serial:011d}"
    return body + check_digit(body)


class Trade:
    """Goods of one kind that go one way again and again: an example of a declaration."""

    def __init__(self, path):
        self.path = path
        self.declared = Declaration(path)
        text = self.declared.text
        self.country = self.declared.departure[:2]
        self.sender = re.search("<messageSender>([^<]+)<", text)[1]
        self.consignee = re.search("<Consignee>.*?<identificationNumber>([^<]+)<", text, re.S)[1]
        self.offices = [self.declared.departure, *self.declared.transit, self.declared.destination]
        self.states = {office[:2] for office in self.offices}
        self.guarantee = self.declared.guarantees[0]

    def declaration(self, lrn, message, guarantee):
        text = put(self.declared.text, "LRN", lrn)
        text = put(text, "messageIdentification", message)
        text = put(text, "GRN", guarantee["grn"])
        return put(text, "guaranteeType", guarantee["type"])


# Faults that a declaration may have. Each is told the text and gives the faulty one.
FAULTS = {
    "mass": lambda text: put(text, "grossMass", "99999.5", 1),
    "code": lambda text: put(text, "combinedNomenclatureCode", "77", 1),
    "permit": lambda text: re.sub("<referenceNumber>([A-Z]{2}-CBP-)[0-9]{6}<", r"<referenceNumber>\g<1>999999<", text, count=1),
    "insurance": lambda text: re.sub("(<referenceNumber>BC-[^<;]+;)[^<]*<", r"\1BN<", text, count=1),
    "amount": lambda text: re.sub(r"(<amountToBeCovered>)[0-9]+", r"\g<1>100", text),
}


def amendment(declaration, mrn, message):
    """An IE013 that declares the same, of a declaration as it was sent."""
    text = declaration.replace("CC015C", "CC013C")
    text = re.sub("<LRN>[^<]*</LRN>", f"<MRN>{mrn}</MRN>", text)
    text = re.sub(r"\s*<limitDate>[^<]*</limitDate>", "", text)
    text = re.sub("(<bindingItinerary>[^<]*</bindingItinerary>)", r"\1<amendmentTypeFlag>0</amendmentTypeFlag>", text)
    return put(text, "messageIdentification", message)


def part(text, element):
    return re.search(f"<{element}>.*?</{element}>", text, re.S)[0]


def about(declaration, mrn, message, root, operation, more=""):
    """A message of the holder about its movement."""
    return (f'<ncts:{root} xmlns:ncts="http://ncts.dgtaxud.ec" PhaseID="NCTS6">'
            f"{part(declaration, 'messageSender')}{part(declaration, 'messageRecipient')}"
            f"<preparationDateAndTime>{now()}</preparationDateAndTime>"
            f"<messageIdentification>{message}</messageIdentification><messageType>{root}</messageType>"
            f"<TransitOperation><MRN>{mrn}</MRN>{operation}</TransitOperation>{more}"
            f"{part(declaration, 'CustomsOfficeOfDeparture')}{part(declaration, 'HolderOfTheTransitProcedure')}</ncts:{root}>")


def release_request(declaration, mrn, message):
    return about(declaration, mrn, message, "CC054C", "<releaseRequested>1</releaseRequested>"
                 f"<releaseRequestDateAndTime>{now()}</releaseRequestDateAndTime>")


def cancellation(declaration, mrn, message):
    return about(declaration, mrn, message, "CC014C", "",
                 f"<Invalidation><requestDateAndTime>{now()}</requestDateAndTime><initiatedByCustoms>0</initiatedByCustoms>"
                 "<justification>The buyer has cancelled the order before the truck left</justification></Invalidation>")


def arrival(mrn, message, consignee, office):
    text = (FOLLOW_UPS / "arrival.xml").read_text(encoding="utf-8").replace(MRN_OF_THE_EXAMPLES, mrn)
    for element, value in (("messageSender", consignee), ("identificationNumber", consignee), ("referenceNumber", office),
                           ("messageRecipient", f"NTA.{office[:2]}"), ("messageIdentification", message),
                           ("preparationDateAndTime", now()), ("arrivalNotificationDateAndTime", now())):
        text = put(text, element, value)
    return text
