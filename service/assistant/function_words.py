"""Words that tell nothing of what a question is about, folded."""

from __future__ import annotations

from index.analysis import fold

FUNCTION_WORDS = frozenset(
    fold(word)
    for word in """
    a aby albo ale ani aż bardzo bez bo by był była było były być będą będzie będziemy cała całe cały
    chce chcą chodzi ci co coś czego czemu czy czyj czyja czyje czym dla dlaczego dlatego do dokąd
    dopiero gdy gdzie go i ich ile ilu im inne innych iż ja jak jaka jaką jaki jakie jakich jakiego
    jakiej jakim jakimi jako je jego jej jest jeszcze jeśli jeżeli już każda każde każdy kiedy kim
    kogo komu kto która które którą którego której który których którym którymi którzy lub ma mają
    między mi mieć może można mu musi muszą my na nad nam nas nasz nasze natomiast nawet nią nic nich
    nie niego niej nim nimi niż no o od ona one oni ono oraz po pod podaj polega powiedz poza proszę
    przed przede przez przy się skąd są swoi swoich swoim swoje swojej ta tak taka taki takie także
    tam te tego tej ten też to tu tych tylko tym tymi u w we wobec więc wszystkie wszystkich wśród
    wtedy wymień z za ze zostać że żeby
    dana danych miasta miasto miastach miast miastem miastu mieście sieć sieci
    plan planu planie ulepszeń mid pu wynosi wyniosły wyniósł wyniosła wyniosło stało dzieje sprawie
    dotyczy mówi mówią mówiących pokaż opisz podają lista listę chcieć roku rok r
    """.split()
) - {"danych"}
ENGLISH_FUNCTION_WORDS = frozenset(
    """
    a about across after all also an and any are as at be been before by can could did do does
    enough for from had has have how if in into is it its long many me more most much not of on or
    out over per please propose say says she should so some tell than that the their them there
    these they this those to under up used was we were what when where which who whom whose why
    will with would you your city cities town towns network plan badly concerned
    """.split()
)
