import { type CueFamily, cue } from './cue.js';

/**
 * The plainest complaints, threats of law and reports of theft in the other languages of Latin script in which a wish for a person is
 * understood, too. Cases here are few and certain: what they miss is still answered, or handed over by another sign.
 */
export const OTHER_LANGUAGE_CUES = {
  complaint: [
    {
      trigger: /quej|reclam|denunci|beschwer|reklamation|plain|réclam|queixa|lamentel|klacht/,
      cues: [
        cue(
          'files_complaint',
          0.8,
          [
            '(?:presentar|poner|hacer|interponer|formular) (?:una |mi )?(?:queja|reclamación|reclamacion|denuncia)\\b',
            '(?:quiero|quisiera|deseo) (?:quejarme|reclamar)\\b',
            '(?:möchte|will|muss|werde) (?:mich )?(?:(?:[a-zäöüß]+ ){0,4}?)?(?:beschweren|eine? (?:formelle )?(?:beschwerde|reklamation) (?:einreichen|einlegen|machen))\\b',
            '(?:beschwerde|reklamation) (?:einreichen|einlegen|gegen)\\b',
            '(?:déposer|deposer|faire|porter) (?:une |ma )?(?:plainte|réclamation|reclamation)\\b',
            '(?:veux|voudrais|souhaite) me plaindre\\b',
            '(?:fazer|apresentar|registrar|abrir) (?:uma )?(?:reclamação|reclamacao|queixa)\\b',
            '(?:fare|presentare|sporgere|inoltrare) (?:un |una )?(?:reclamo|lamentela|denuncia)\\b',
            '(?:klacht) (?:indienen|doorgeven|melden)\\b|wil (?:ik )?(?:een )?klacht\\b',
          ],
          /\b(?:no|nicht|keine|ne|não|nao|non|niet|geen) (?:[\p{L}]+ )?(?:quiero|quejas?|queja|beschwerde|plainte|quero|voglio|klacht)/u,
        ),
      ],
    },
  ],
  legal: [
    {
      trigger:
        /demand|legal|abogad|anw[aä]lt|rechtlich|juristisch|verklag|avocat|justice|tribunal|poursuite|advogad|process|judicial|avvocato|advocaat|dsgvo|rgpd|avg/,
      cues: [
        cue('threatens_court', 0.85, [
          '(?:demandar(?:é|los|les|te)|(?:voy|vamos) a demandar|acciones legales|mi abogad[oa])\\b',
          '(?:meine[nmr]?|unsere[nmr]?) (?:rechts)?anw[aä]lt|(?:rechtliche|juristische) schritte|\\bverklag(?:e|en)\\b',
          "(?:mon avocate?|poursuites? (?:judiciaires?|en justice)|(?:porter|saisir) (?:l'affaire )?(?:en justice|le tribunal))\\b",
          '(?:meu advogado|minha advogada|processar (?:vocês|voces|a empresa)|ação judicial|medidas legais)',
          '(?:il mio avvocato|azioni legali|vie legali)\\b',
          '(?:mijn advocaat|juridische stappen)\\b',
        ]),
        cue('data_protection', 0.8, [
          '(?:dsgvo|rgpd|avg)[- ](?:anfrage|auskunft|löschung|antrag|derechos|droits|verzoek)|(?:nach|gemäß|según|selon|conforme) (?:der |el |le |la |ao |à )?(?:dsgvo|rgpd)\\b',
        ]),
      ],
    },
  ],
  security_urgent: [
    {
      trigger:
        /rob(?:ado|aron|aram)|perd|reconozco|autori|hice|hecho|gestohlen|geklaut|verloren|gehackt|missbraucht|nicht|unbekannt|unberechtigt|vol[ée]|pirat|reconnais|effectué|fait|hackead|clonad|invadid|rubat|perso|clonat|hackerat|gestolen|kwijt/,
      cues: [
        cue(
          'stolen',
          0.85,
          [
            '(?:me (?:han robado|robaron)|(?:han robado|robaron) mi|(?:he perdido|perdí|perdi) (?:mi|la) (?:tarjeta|cartera|billetera|móvil|movil|teléfono|telefono|celular))\\b',
            '(?:cargo|pago|movimiento|transacción|transaccion|compra)s? (?:que )?no (?:reconozco|autorizad[oa]s?|he hecho|hice|autoricé)\\b',
            '(?:meine?|die) (?:[a-zäöüß]+ ){0,2}?(?:karte|kreditkarte|bankkarte|ec-karte|geldbörse|brieftasche|handy|telefon|smartphone|konto) (?:[a-zäöüß]+ ){0,3}?(?:gestohlen|geklaut|verloren|gehackt|missbraucht)\\b',
            '(?:abbuchung|zahlung|überweisung|lastschrift|buchung)(?:en)?,? (?:[a-zäöüß,]+ ){0,4}?nicht (?:von mir|autorisiert|gemacht|veranlasst|erkenne)\\b|(?:unbekannte|unberechtigte|nicht autorisierte) (?:abbuchung|zahlung|buchung|lastschrift)',
            "(?:on m'a volé|volé (?:ma|mon|mes)|(?:ma|mon) (?:carte|portefeuille|téléphone|compte) (?:[\\p{L}]+ ){0,4}?(?:volée?|perdue?|piratée?)|(?:j'ai perdu) (?:ma carte|mon téléphone|mon portefeuille))(?![\\p{L}])",
            "(?:paiement|prélèvement|transaction|achat|débit)s? (?:que je )?(?:non autorisée?s?|ne reconnais pas|n'ai pas (?:fait|effectué|autorisé))(?![\\p{L}])",
            '(?:roubaram (?:o |a )?(?:meu|minha)|perdi (?:o |a )?(?:meu|minha) (?:cartão|cartao|carteira|celular|telefone)|(?:minha conta|meu cartão) (?:foi )?(?:hackead[ao]|clonad[ao]|invadid[ao]))(?![\\p{L}])',
            '(?:mi hanno rubato|ho perso (?:la mia|il mio) (?:carta|portafoglio|telefono|cellulare)|(?:la mia carta|il mio (?:conto|telefono|portafoglio)) è stat[oa] (?:rubat[oa]|clonat[oa]|hackerat[oa]))(?![\\p{L}])',
            '(?:mijn (?:pas|bankpas|kaart|portemonnee|telefoon|account|rekening) (?:is )?(?:gestolen|kwijt|verloren|gehackt))\\b',
          ],
          /\b(?:si|wenn|falls|si jamais|se|als|qué pasa si|was passiert) (?:me|mi|meine?|ma|mon|mijn|o meu|a minha|la mia|il mio)\b/,
        ),
      ],
    },
  ],
} as const satisfies Record<string, readonly CueFamily[]>;
