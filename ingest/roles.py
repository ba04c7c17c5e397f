"""What the headings and the words of a section say about its role."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.model import Role

_HEADINGS: tuple[tuple[Role, str], ...] = (
    (Role.BARRIER, r"\bbarier|przeszk(?:o|ó)d|\bbarrier|obstacle|ogranicze\w+ prawn"
                   r"|miejsca zacięcia|stoi na drodze|nie zapewnia"),
    (Role.RECOMMENDATION, r"rekomendac|zalece[nń]|postulat|proponujemy administracji|recommend"),
    (Role.GOOD_PRACTICE, r"dobr\w+ prakty|warte powielenia|warto się uczyć|już działa|naśladow"
                         r"|czego nauczył|good practice"),
    (Role.SCHEDULE, r"harmonogram|kalendar|terminarz|termin(?:y|ie)\b|oś czasu|kamienie milowe"
                    r"|kolejność|po kolei$|\bkiedy\b(?! i jak)|na kwartały|schedule|timeline"),
    (Role.COMMUNICATION, r"komunikac|promocj|informowan|porozumiewan|jawność|ogłosimy|opowiemy"
                         r"|mówi(?:my|ć|on)|rozmawia[mć]|powiemy|dowiedz|dowiadu|zapraszamy$"
                         r"|jakim kanałem|opis \w+ dla ludzi|communicat"),
    (Role.STAKEHOLDERS, r"interesariusz|partnerz|uczestni|podmiot|zaintereso|sojuszni|użytkowni"
                        r"|\bstrony i|z kim\b|\bkto (?:jest|siedzi|z nami|przy|pomaga|ma)|kogo\b.*"
                        r"(?:dotyczy|obchodzi|zapraszamy)|przy stole|kto ma głos|stakeholder"),
    (Role.FUNDING, r"finansow|budżet|kosztorys|pieni[ąę]|zapłac|kosztuje|wydatk|dołoży|za co\b"
                   r"|ile to razem|źródła środków|funding|budget"),
    (Role.RISKS, r"ryzyk|zagroże|wątpliwo|niepewno|co (?:nas )?może|nas może|nie tak\b|nie udać"
                 r"|pójdzie źle|hamuje|zatrzymuje|przeszkadza|boimy|potkn|na co uważamy|\brisk"),
    (Role.INDICATORS, r"wskaźnik|mierni|zmierzymy|po czym poznamy|będzie wiadomo|sprawdzian"
                      r"|karta wyników|rozliczycie|monitor|ewaluac|indicator|evaluation"),
    (Role.OBJECTIVES, r"\bcel(?:e|ów|u|em)?\b|zamierz(?:en|on\w+ sta)|\bzamiar|dążymy|dokąd"
                      r"|cz?ego chcemy|co chcemy|co ma się zmienić|do czego|stan pożądany|kierunek"
                      r"|zobowiązani|jak chcemy|objective|\bgoal|\baims?\b"),
    (Role.ACTIONS, r"działa(?:nia|ń)|zadania|przedsięwzię|pakiet|\bkrok"
                   r"|co (?:dokładnie )?(?:z?robimy)|roboty|rzeczy do zrobienia|pomysł|czynności"
                   r"|zakres (?:rzeczowy|prac)|\baction"),
    (Role.CHALLENGE, r"wyzwani|problem|diagnoz|rozpoznanie|stan faktyczny|z czym (?:się|nie)|boli"
                     r"|przyczyn|skutk|luka|narzeka|challenge|diagnos|\bcauses?\b"),
    (Role.CONTEXT, r"o mieście|opis miasta|co to za|charakterystyk|wprowadz|wstęp|kontekst"
                   r"|uwarunkowa|dane (?:podstawowe|wyjściowe)|w liczbach|w pigułce|profil"
                   r"|kim jesteśmy|punkt wyjścia|rys miasta|streszczeni|introduction|context"
                   r"|background|summary"),
    (Role.OTHER, r"źród(?:eł|ł)|bibliograf|literatur|przypis|wykaz|załączni|aneks|materiał|notatki"
                 r"|skąd (?:to|te|wiemy|pochodz|wzię)|na czym (?:się )?opar|na czym (?:się )?opier"
                 r"|korzystali|podstawy|legenda|dowody|jak pracowal|metod|zestawienie|co dalej"
                 r"|sources|references|annex|appendix|method"),
)  # fmt: skip
_BODIES: tuple[tuple[Role, str], ...] = (
    (Role.SCHEDULE, r"odpowiedzialny|termin\b|kwartał|\b(?:IV|I{1,3}) kw\."),
    (Role.FUNDING, r"mln zł|tys\. zł|dotacj|wkład własny|kredyt|budżet miasta"),
    (Role.RISKS, r"ryzyk|prawdopodobieństw|opóźnien|zapobiega|zabezpieczen|jeśli|jeżeli"),
    (Role.BARRIER, r"przepis|ustaw|rozporządzen|nie pozwala|brak(?:uje)?\b|nie ma komu"),
    (Role.STAKEHOLDERS, r"spółdzielni|rada |zarząd|stowarzysze|oczekuj|interes|wspólnot"),
    (Role.COMMUNICATION, r"biuletyn|plakat|spotkani|ulotk|strona internetow|gazet|profil|informuj"),
    (Role.OBJECTIVES, r"\bcel\b|wskaźnik|wartość (?:bazowa|docelowa)|do końca 20|spad(?:nie|ek)"),
    (Role.ACTIONS, r"działani|krok|koszt:|termin:|odpowiada|prowadzi:?|zbuduj|powstanie"),
    (Role.OTHER, r"Dz\.\s?U\.|ustawa z|sprawozdani|raport|dane własne|protok|opracowani"),
    (Role.CONTEXT, r"mieszkańców|położon|leży|powiat|km²|ludności|bezroboci"),
    (Role.CHALLENGE, r"przyczyn|skutk|pomiar|ankiet|problem|dlatego|ponieważ"),
)  # fmt: skip
_NUMBERED = re.compile(r"^(?:bariera|przeszkoda|rekomendacja|dobra praktyka)\b", re.IGNORECASE)
_BOTH = re.compile(r"(?=.*(?:barier|przeszk))(?=.*(?:ryzyk|niepewno|zagroże))", re.IGNORECASE)
_RISKS_LEFT = re.compile(
    r"ryzyk|zagroże|pozostał|\binne\b|zwykł|kłopot|niespodziank|jeśli", re.IGNORECASE
)
_IN_HEADING = {role: re.compile(words, re.IGNORECASE) for role, words in _HEADINGS}
_IN_BODY = {role: re.compile(words, re.IGNORECASE) for role, words in _BODIES}
_MOST = 1.6
_READ = 6_000


def of_heading(heading: str) -> Role | None:
    """The role whose words come first in the heading, if any do."""
    if _BOTH.search(heading):
        return Role.RISKS
    places = {
        role: found.start()
        for role, words in _IN_HEADING.items()
        if (found := words.search(heading))
    }
    return min(places, key=lambda role: places[role]) if places else None


def remains_risk(heading: str) -> bool:
    """Whether a part of a chapter on risks says that it lists risks, not one obstacle."""
    return bool(_RISKS_LEFT.search(heading))


def announced(heading: str) -> Role | None:
    """The role of a numbered entry: `Bariera 3.`, `Rekomendacja 7.`."""
    return of_heading(heading) if _NUMBERED.match(heading) else None


def of_body(text: str) -> Mapping[Role, float]:
    """How much each role's usual words fill the text, each between 0 and a small maximum."""
    read = text[:_READ]
    if len(read) < 40:
        return {}
    scale = 1_000 / len(read)
    return {
        role: min(_MOST, 0.35 * len(words.findall(read)) * scale)
        for role, words in _IN_BODY.items()
    }
