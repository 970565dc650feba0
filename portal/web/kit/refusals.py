"""The sentence for every reason to refuse; one table, so that each is spoken the same everywhere."""

from portal.texts import N_
from portal.web.kit.learning_refusals import LEARNING

SENTENCES: dict[str, str] = {
    **LEARNING,
    "not_in_this_state": N_(
        "Dit kan niet meer, want de inschrijving is intussen veranderd. Bekijk de stand."
    ),
    # one-time links
    "token_unknown": N_(
        "We kennen deze link niet. Controleer of je de hele link uit de mail hebt overgenomen."
    ),
    "token_used": N_("Deze link is al gebruikt, of er is intussen iets veranderd. Vraag een nieuwe link."),
    "token_expired": N_("Deze link is te oud. Vraag een nieuwe link."),
    # group mail
    "mailing.already_sent": N_("Deze mail is al verstuurd. Schrijf een nieuwe als je nog iets wilt zeggen."),
    "mailing.not_now": N_("Dit kan nu niet met deze mail. Bekijk hoe ver hij is."),
    # accounts
    "too_often": N_(
        "Je probeert dit te vaak. Wacht %(minutes)s minuten, of gebruik een link die we je al mailden."
    ),
    "sign_in_no_match": N_(
        "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze, of laat je een inloglink mailen."
    ),
    "password_wrong": N_("Dit is niet je wachtwoord van nu. Typ het opnieuw."),
    "erasure_arrange_first": N_("Dit account kan nog niet weg. Regel eerst wat op deze pagina staat."),
    "address_taken": N_("Dit e-mailadres hoort bij een ander account. Gebruik een ander adres."),
    "address_same": N_("Dit is je adres al. Vul een ander e-mailadres in."),
    "address_empty": N_("Vul een e-mailadres in, zoals naam@gemeente.nl."),
    "address_line_break": N_(
        "Dit e-mailadres bestaat uit meer dan een regel. Vul een adres in, op een regel."
    ),
    "address_too_long": N_("Dit e-mailadres is te lang. Een adres heeft hooguit %(limit)s tekens."),
    "address_not_valid": N_("Vul een e-mailadres in met een @, zoals naam@gemeente.nl."),
    "address_accent": N_("Gebruik vóór de @ alleen letters zonder accent, zoals zoe@gemeente.nl."),
    "name_empty": N_("Vul een naam in."),
    "name_too_long": N_("Maak deze naam korter: hij mag %(limit)s tekens lang zijn en is er nu %(length)s."),
    "password_too_short": N_("Kies een langer wachtwoord: minstens %(minimum)s tekens, zoals een zin."),
    "password_too_long": N_("Kies een korter wachtwoord: hooguit %(maximum)s tekens."),
    "password_common": N_(
        "Dit wachtwoord is makkelijk te raden. Kies een paar woorden die niet bij elkaar horen."
    ),
    "password_personal": N_(
        "Gebruik niet alleen je naam, je e-mailadres of de naam van deze site als wachtwoord."
    ),
    "position_dates": N_("De laatste dag ligt voor de eerste. Pas een van de datums aan."),
    "position_too_many": N_(
        "Je hebt al %(limit)s functies. Verwijder er een die niet meer klopt, en probeer het opnieuw."
    ),
    "position_organisation": N_("Kies een organisatie uit de lijst, of vul hieronder de naam in."),
    # organisations, roles and memberships
    "organisation_name_taken": N_("Er is al een organisatie die %(name)s heet. Kies een andere naam."),
    "organisation_name_empty": N_("Vul een naam in."),
    "organisation_in_use": N_("Alleen een organisatie die op controle wacht, kun je samenvoegen."),
    "organisation_merge_self": N_("Kies de organisatie uit de lijst waarmee je wilt samenvoegen."),
    "organisation_not_organising": N_(
        "Deze organisatie organiseert geen leergangen. Zet dat eerst aan bij de organisatie."
    ),
    "last_administrator": N_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."),
    "person_not_confirmed": N_(
        "%(name)s heeft het e-mailadres nog niet bevestigd. Wacht tot dat is gebeurd."
    ),
    "membership_dates": N_("De laatste dag ligt voor de eerste. Pas een van de datums aan."),
    "membership_twice": N_("Dit lid heeft al een lidmaatschap met deze eerste dag. Wijzig dat."),
    "import_empty": N_("Dit bestand heeft geen regels met leden. Kies een ander bestand."),
    "import_too_large": N_("Dit bestand is groter dan 1 MB. Verdeel het over meer bestanden."),
    "import_too_many_lines": N_(
        "Dit bestand heeft meer dan %(limit)s regels. Verdeel het over meer bestanden."
    ),
    "import_not_csv": N_("Dit is geen csv-bestand. Kies in Excel voor Opslaan als, en dan voor csv."),
    "import_unreadable": N_("We kunnen dit bestand niet lezen. Sla het opnieuw op als csv, met UTF-8."),
    "import_no_member_column": N_(
        "In de eerste regel staat nu: %(found)s. Maak er de namen van de kolommen van, "
        "met een kolom e-mail of organisatie, en kies het bestand opnieuw."
    ),
    "import_no_start_column": N_(
        "In de eerste regel staat nu: %(found)s. "
        "Zet er een kolom vanaf bij, met de eerste dag van elk lid, en kies het bestand opnieuw."
    ),
    "import_column_twice": N_(
        "De kolom %(column)s staat twee keer in de eerste regel. Haal er een weg en kies het bestand opnieuw."
    ),
    "import_too_many_cells": N_(
        "Deze regel heeft meer kolommen dan de eerste regel. Zet tekst met een komma of puntkomma "
        "tussen aanhalingstekens."
    ),
    "import_no_member": N_("Vul een e-mailadres in, of de naam van een organisatie."),
    "import_no_start": N_("Vul de eerste dag in, zoals 01-01-2027."),
    "import_not_a_date": N_("%(text)s is geen datum. Schrijf hem als 31-12-2026 of 2026-12-31."),
    "import_ends_before_start": N_("De laatste dag ligt voor de eerste. Pas een van de datums aan."),
    "import_number_too_long": N_("Dit lidnummer is te lang. Gebruik hooguit %(limit)s tekens."),
    "import_quotes": N_(
        "Vanaf hier kunnen we het bestand niet lezen. Controleer of elk aanhalingsteken een tweede heeft."
    ),
    "import_twice": N_(
        "Dit lid staat met dezelfde eerste dag ook op regel %(line)s. Verwijder een van de twee."
    ),
    "import_unknown_organisation": N_(
        "%(name)s staat niet in de lijst van organisaties. Controleer de naam, of vraag een beheerder."
    ),
    "import_changed_meanwhile": N_(
        "Er is intussen iets veranderd, of het bestand is te oud. Er is niets geïmporteerd. "
        "Kies het bestand opnieuw."
    ),
    # registrations
    "registration.not_open": N_(
        "Je kunt je nu niet inschrijven. Bekijk de leergang, of mail de organisator."
    ),
    "edition.draft": N_("Deze editie is nog een concept. Laat mensen toe als de editie openbaar is."),
    "edition.cancelled": N_("Deze editie gaat niet door. Kijk of er een andere editie is."),
    "edition.finished": N_("Deze editie is geweest. Er kan niets meer worden gewijzigd."),
    "edition.has_registrations": N_(
        "Er heeft zich al iemand ingeschreven, dus dit kan niet meer. "
        "Annuleer de editie als die niet doorgaat."
    ),
    "edition.label_taken": N_("Deze leergang heeft al een editie met deze naam. Kies een andere naam."),
    "edition.window_order": N_("De laatste dag ligt voor de eerste. Pas een van de datums aan."),
    "programme.title_taken": N_(
        "Jullie hebben al een leergang met deze titel. Kies een andere titel, of maak daar een nieuwe editie."
    ),
    "programme.last_organiser": N_(
        "Dit is de enige organisatie van deze leergang. Voeg eerst een andere toe."
    ),
    "rule.twice": N_("Deze regel is er al. Wijzig de regel die er staat."),
    "rule.empty": N_("Vul in wat deze regel vraagt."),
    "registration.already_in": N_(
        "Je doet al mee aan deze editie. Bekijk je inschrijving bij Mijn overzicht."
    ),
    "registration.not_eligible": N_(
        "Je voldoet niet aan een voorwaarde van deze editie. Lees bij de leergang wat je kunt doen."
    ),
    "registration.not_confirmed": N_(
        "Dit kan niet in de stand van deze inschrijving. Bekijk de inschrijving opnieuw."
    ),
    "registration.consent": N_("Zet een vinkje als je akkoord gaat. Zonder akkoord kun je niet verder."),
    "companion.already_in": N_("Deze persoon doet al mee aan deze editie. Kies iemand anders, of ga alleen."),
    "companion.oneself_address": N_(
        "Dit is je eigen e-mailadres. Vul het adres in van wie je meeneemt, of ga alleen."
    ),
    "companion.not_for_this_edition": N_("Bij deze editie kun je niemand meenemen. Schrijf je alleen in."),
    "companion.exists": N_("Je neemt al iemand mee. Ga eerst alleen verder, en kies dan iemand anders."),
    "companion.organisation_full": N_(
        "Voor %(organisation)s is het maximum aantal deelnemers bereikt: %(at_most)s. "
        "Kies iemand van een andere organisatie, of ga alleen."
    ),
    "invitation.organisation_full": N_(
        "Voor %(organisation)s is het maximum aantal deelnemers bereikt: %(at_most)s. "
        "Vraag degene die je uitnodigde om iemand van een andere organisatie te kiezen."
    ),
    "companion.none": N_("Je neemt nu niemand mee. Bekijk je inschrijving opnieuw."),
    "companion.not_alone": N_(
        "Alleen meedoen mag bij deze editie niet. Kies iemand anders om mee te nemen, of meld je af."
    ),
    "companion.cannot_stay": N_(
        "Wie je meeneemt, kan niet zonder jou blijven. Meld jullie samen af, of vraag een collega je plek."
    ),
    "companion.invite_over": N_(
        "Deze uitnodiging geldt niet meer. Vraag degene die je uitnodigde wat er is veranderd."
    ),
    "offer.over": N_(
        "Dit aanbod geldt niet meer. Bekijk bij Mijn overzicht hoe je inschrijving ervoor staat."
    ),
    "offer.none": N_("Er is nu geen aanbod om op te antwoorden. Bekijk je inschrijving bij Mijn overzicht."),
    "offer.too_late": N_(
        "De eerste bijeenkomst is te dichtbij voor een aanbod. Geef de plek met de hand, in overleg."
    ),
    "seats.none_free": N_("Er is geen plek vrij. Ga alleen verder, of wacht tot er een plek vrijkomt."),
    "choice.unknown": N_("Een van je keuzes staat niet meer op het programma. Kies opnieuw."),
    "choice.cancelled": N_("%(title)s gaat niet door. Kies iets anders."),
    "choice.full": N_("%(title)s is vol. Kies iets anders, of kies er een tweede keuze bij."),
    "choice.twice": N_("Je koos %(title)s twee keer. Kies iets anders."),
    "choice.begun": N_("%(title)s is al begonnen. Daar kun je niet meer in kiezen."),
    "substitution.not_allowed": N_(
        "Bij deze editie kan een collega je plek niet overnemen. Meld je af als je niet kunt."
    ),
    "substitution.already_in": N_("Deze collega doet al mee aan deze editie. Vraag iemand anders."),
    "substitution.oneself": N_(
        "Dit is het adres van wie de plek nu heeft. Vul het adres van een collega in."
    ),
    # schedules
    "discard.was_published": N_(
        "Deze editie heeft op de site gestaan. Daarom blijft ze. Gaat ze niet door, annuleer haar dan."
    ),
    "discard.has_people": N_(
        "Er zijn mensen ingeschreven, of ingeschreven geweest. Gaat de editie niet door, annuleer haar dan. "
        "Dan krijgen zij bericht."
    ),
    "discard.in_use": N_(
        "Er hangt al iets aan vast, zoals een mail aan mensen. Gaat het niet door, annuleer de editie dan."
    ),
    "discard.has_editions": N_(
        "Er zijn nog edities. Verwijder eerst de concepten. Stond een editie op de site, dan blijft de "
        "leergang bestaan."
    ),
    "discard.has_interest": N_(
        "Er zijn mensen die bericht willen als er een editie komt. Daarom blijft de leergang."
    ),
    "schedule.in_two_rounds": N_(
        "‘%(title)s’ staat in twee rondes. Een deelsessie hoort bij één ronde. Kies een andere titel, "
        "bijvoorbeeld met ‘(herhaling)’ erachter."
    ),
    "schedule.before_meeting": N_(
        "Dit begint voor de bijeenkomst, die om %(time)s uur begint. Kies een latere tijd, of laat eerst de "
        "bijeenkomst eerder beginnen."
    ),
    "schedule.after_meeting": N_(
        "Dit eindigt na de bijeenkomst, die tot %(time)s uur duurt. Kies een eerdere tijd, of maak eerst de "
        "bijeenkomst langer."
    ),
    "hours.not_a_time": N_("Vul een tijd in als uren en minuten, zoals 9.30."),
    "hours.not_a_year": N_("Vul een jaar in van %(first)s tot en met %(last)s."),
    "hours.no_day": N_("Vul ook de dag in, of maak de tijden leeg."),
    "hours.no_start": N_("Vul ook in hoe laat het begint, of maak de andere tijden leeg."),
    "hours.end_before_start": N_("Het einde ligt niet na het begin. Pas een van de tijden aan."),
    "hours.skipped": N_(
        "Deze tijd bestaat niet op deze dag: de klok gaat dan van 2.00 naar 3.00 uur. Kies een andere tijd."
    ),
    "hours.twice": N_(
        "Deze tijd komt op deze dag twee keer voor: om 3.00 uur gaat de klok terug naar 2.00 uur. "
        "Kies hieronder welke je bedoelt."
    ),
    "hours.too_long": N_("Een bijeenkomst duurt hooguit een dag. Maak voor elke dag een eigen bijeenkomst."),
    "hours.past": N_(
        "Deze bijeenkomst ligt in het verleden. Verbeter de dag, of zet hieronder een vinkje als het klopt."
    ),
    "schedule.in_use": N_(
        "Dit kun je niet verwijderen: mensen hebben er bericht over gehad of het gekozen, "
        "of er hoort materiaal bij. Annuleer het."
    ),
    "schedule.chosen": N_("Dit kan niet meer: er zijn mensen die dit kozen."),
    "schedule.group_has_modules": N_(
        "Bij deze keuze horen nog modules. Haal die eerst uit de keuze, en verwijder dan de keuze."
    ),
    "schedule.nothing_to_cancel": N_("Deze module heeft geen bijeenkomsten meer die doorgaan."),
    "schedule.no_day": N_(
        "De bijeenkomst heeft een programma met tijden en dus een dag nodig. Vul de dag in, "
        "of verwijder eerst de onderdelen."
    ),
    "schedule.in_another_round": N_(
        "‘%(title)s’ staat al in ‘%(round)s’. Een deelsessie hoort bij één ronde. "
        "Geef een herhaling een eigen titel."
    ),
    "schedule.round_has_breakouts": N_(
        "In deze ronde staan deelsessies. Verwijder die eerst, of laat het een ronde."
    ),
    "schedule.meeting_cancelled": N_(
        "Deze bijeenkomst is geannuleerd. Laat haar eerst weer doorgaan als je iets wilt wijzigen."
    ),
    "schedule.not_a_round": N_("Deelsessies staan in een ronde. Maak van dit onderdeel eerst een ronde."),
    # uploads and material
    "file.empty": N_("Dit bestand is leeg. Kies een ander bestand."),
    "file.too_large": N_("Dit bestand is groter dan 10 MB. Maak het kleiner, of gebruik een link."),
    "file.not_allowed": N_(
        "Dit soort bestand kan niet. Kies een bestand dat eindigt op een van deze: %(kinds)s."
    ),
    "file.not_what_it_says": N_(
        "In dit bestand zit iets anders dan de naam zegt. Sla het opnieuw op als %(kind)s en kies het weer."
    ),
    "file.broken": N_("Dit bestand is beschadigd. Open het, sla het opnieuw op en kies het weer."),
    "file.locked": N_(
        "Dit bestand heeft een wachtwoord of is van een oude versie. Sla het op zonder wachtwoord, "
        "in een nieuwe versie, en kies het weer."
    ),
    "file.macros": N_("In dit bestand zitten macro's. Sla het op zonder macro's en kies het weer."),
    "file.unpacks_too_large": N_(
        "Dit bestand wordt bij het openen veel te groot. Maak het kleiner, of sla het op als pdf."
    ),
    "material.link_not_safe": N_("Gebruik een link die begint met https://."),
    "material.link_not_valid": N_("Dit is geen adres van een pagina. Kopieer het uit je browser."),
    "material.link_too_long": N_("Deze link is te lang. Een link heeft hooguit %(limit)s tekens."),
    "material.too_many": N_(
        "Deze editie heeft al %(limit)s stukken materiaal. Verwijder eerst wat niemand meer nodig heeft."
    ),
    "material.no_such_meeting": N_("Deze bijeenkomst is er niet meer. Kies een andere."),
    "material.gone": N_("Dit materiaal is intussen verwijderd."),
    "edition_already_cancelled": N_("Deze editie is geannuleerd. Je kunt er niets meer aan wijzigen."),
    "organiser.why_needed": N_("Vul in waarom je dit doet. Het komt in de geschiedenis te staan."),
    "organiser.capacity": N_("Vul een aantal plekken in van 0 tot 100.000, of laat het leeg voor onbeperkt."),
    "organiser.changed_meanwhile": N_(
        "Iemand anders heeft deze editie intussen gewijzigd. Bekijk de nieuwe stand en probeer het opnieuw."
    ),
}
