# SPDX-License-Identifier: GPL-3.0-or-later
"""Short passages written for the tokenizer's parity test: the same small scene in many languages and scripts, and code."""

PASSAGES = {
    "english": "The harbour wakes before the sun. A woman pulls on a rope, counts to seven, and the old boat answers. "
    "\"We've waited since '94,\" she says; \"it's time, isn't it?\" Nobody's sure, but they'll go.",
    "german": "Der Hafen erwacht vor der Sonne. Eine Frau zieht am Seil, zählt bis sieben, und das alte Boot antwortet. "
    "Größere Schiffe hört man im Nebel; der Ordner mit den Fahrplänen liegt daheim.",
    "french": "Le port s'éveille avant le soleil. Une femme tire sur la corde, compte jusqu'à sept, et le vieux bateau répond. "
    "Où êtes-vous ? demande-t-elle. L'été n'est pas loin, mais le cœur hésite.",
    "vietnamese": "Bến cảng thức dậy trước mặt trời. Một người phụ nữ kéo sợi dây, đếm đến bảy, và chiếc thuyền cũ trả lời. "
    "Những người khác đã đợi ở đây từ rất lâu rồi.",
    "turkish": "Liman güneşten önce uyanır. Bir kadın ipi çeker, yediye kadar sayar ve eski tekne cevap verir. "
    "İstanbul'un ışıkları uzaktan görünüyor; çocuklar gülüşüyor.",
    "polish": "Port budzi się przed słońcem. Kobieta ciągnie linę, liczy do siedmiu, a stara łódź odpowiada. Żaden ptak nie śpi.",
    "russian": "Гавань просыпается раньше солнца. Женщина тянет канат, считает до семи, и старая лодка отвечает. "
    "Ещё немного, говорит она, и мы выйдем в море вместе.",
    "ukrainian": "Гавань прокидається раніше за сонце. Жінка тягне мотузку, рахує до семи, і старий човен відповідає їй.",
    "greek": "Το λιμάνι ξυπνά πριν από τον ήλιο. Μια γυναίκα τραβά το σχοινί, μετρά ως το επτά και η παλιά βάρκα απαντά. "
    "Πού πηγαίνεις; ρωτούν τα παιδιά.",
    "armenian": "Նավահանգիստը արթնանում է արևից առաջ։ Մի կին քաշում է պարանը, հաշվում մինչև յոթը, և հին նավակը պատասխանում է։",
    "georgian": "ნავსადგური მზემდე იღვიძებს. ქალი თოკს ეწევა, შვიდამდე ითვლის და ძველი ნავი პასუხობს. ზღვა წყნარია.",
    "hebrew": "הנמל מתעורר לפני השמש. אישה מושכת בחבל, סופרת עד שבע, והסירה הישנה עונה. שָׁלוֹם לַיּוֹרְדֵי הַיָּם.",
    "arabic": "يستيقظ الميناء قبل الشمس. امرأة تسحب الحبل وتعدّ حتى السبعة، فيجيب القارب القديم. السَّلامُ عَلَيْكُم يا بحّارة، ١٢٣.",
    "persian": "بندر پیش از خورشید بیدار می‌شود. زنی طناب را می‌کشد، تا هفت می‌شمارد و قایق کهنه پاسخ می‌دهد. سال ۱۴۰۲ بود.",
    "hindi": "बंदरगाह सूरज से पहले जागता है। एक औरत रस्सी खींचती है, सात तक गिनती है, और पुरानी नाव जवाब देती है। क़लम और ज़मीन, १२३।",
    "bengali": "বন্দর সূর্যের আগে জেগে ওঠে। এক নারী দড়ি টানে, সাত পর্যন্ত গোনে, আর পুরোনো নৌকা উত্তর দেয়। সমুদ্র শান্ত।",
    "punjabi": "ਬੰਦਰਗਾਹ ਸੂਰਜ ਤੋਂ ਪਹਿਲਾਂ ਜਾਗਦੀ ਹੈ। ਇੱਕ ਔਰਤ ਰੱਸੀ ਖਿੱਚਦੀ ਹੈ ਅਤੇ ਸੱਤ ਤੱਕ ਗਿਣਦੀ ਹੈ।",
    "gujarati": "બંદર સૂરજ પહેલાં જાગે છે. એક સ્ત્રી દોરડું ખેંચે છે, સાત સુધી ગણે છે, અને જૂની હોડી જવાબ આપે છે.",
    "tamil": "துறைமுகம் சூரியனுக்கு முன் விழிக்கிறது. ஒரு பெண் கயிற்றை இழுத்து ஏழு வரை எண்ணுகிறாள்; பழைய படகு பதிலளிக்கிறது.",
    "telugu": "సూర్యుడి కంటే ముందే ఓడరేవు మేల్కొంటుంది. ఒక స్త్రీ తాడు లాగి ఏడు వరకు లెక్కిస్తుంది; పాత పడవ జవాబిస్తుంది.",
    "kannada": "ಬಂದರು ಸೂರ್ಯನಿಗಿಂತ ಮೊದಲು ಎಚ್ಚರಗೊಳ್ಳುತ್ತದೆ. ಒಬ್ಬ ಮಹಿಳೆ ಹಗ್ಗವನ್ನು ಎಳೆದು ಏಳರವರೆಗೆ ಎಣಿಸುತ್ತಾಳೆ.",
    "malayalam": "തുറമുഖം സൂര്യനു മുമ്പേ ഉണരുന്നു. ഒരു സ്ത്രീ കയർ വലിച്ച് ഏഴുവരെ എണ്ണുന്നു; പഴയ വള്ളം മറുപടി പറയുന്നു.",
    "sinhala": "වරාය හිරුට පෙර අවදි වේ. කාන්තාවක් කඹය ඇද හතට ගණන් කරයි; පැරණි බෝට්ටුව පිළිතුරු දෙයි.",
    "thai": "ท่าเรือตื่นก่อนพระอาทิตย์ ผู้หญิงคนหนึ่งดึงเชือก นับถึงเจ็ด แล้วเรือเก่าก็ตอบ น้ำทะเลสงบนิ่ง ปี ๒๕๖๗",
    "lao": "ທ່າເຮືອຕື່ນກ່ອນຕາເວັນ ແມ່ຍິງຄົນໜຶ່ງດຶງເຊືອກ ນັບເຖິງເຈັດ ແລ້ວເຮືອເກົ່າກໍຕອບ",
    "khmer": "កំពង់ផែភ្ញាក់មុនព្រះអាទិត្យ។ ស្ត្រីម្នាក់ទាញខ្សែ រាប់ដល់ប្រាំពីរ ហើយទូកចាស់ឆ្លើយតប។",
    "burmese": "ဆိပ်ကမ်းသည် နေမထွက်မီ နိုးထသည်။ အမျိုးသမီးတစ်ဦးက ကြိုးကိုဆွဲ၍ ခုနစ်အထိ ရေတွက်သည်။",
    "tibetan": "གྲུ་ཁ་ནི་ཉི་མ་མ་ཤར་གོང་སད་པ་ཡིན། བུད་མེད་ཅིག་གིས་ཐག་པ་འཐེན་ནས་བདུན་བར་བགྲངས།",
    "amharic": "ወደቡ ከፀሐይ በፊት ይነቃል። አንዲት ሴት ገመዱን ትስባለች፣ እስከ ሰባት ትቆጥራለች፣ አሮጌው ጀልባም ይመልሳል።",
    "korean": "항구는 해보다 먼저 깨어난다. 한 여자가 밧줄을 당기고 일곱까지 세면 낡은 배가 대답한다. 바다는 고요했다!",
    "japanese": "港は太陽より先に目を覚ます。女が綱を引き、七つまで数えると、古い船が答える。ガラスのような海だった。ﾊﾝｶｸも。",
    "chinese": "港口比太阳醒得更早。一个女人拉着绳子，数到七，老船便应了一声。“我们等了三十年，”她说，“该走了。”",
    "mongolian": "Боомт нарнаас өмнө сэрдэг. ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌ ᠦᠨ ᠦᠰᠦᠭ",
}

CODE = '''def fib(n: int) -> int:
    """Return the n-th number."""
    a, b = 0, 1
    for _ in range(n):
\ta, b = b, a + b  # mixed tabs
    return a


template <typename T> struct Box { T value{}; explicit operator bool() const noexcept { return value != T{}; } };
#include <vector>
int main(int argc, char **argv) { std::vector<int> v{1, 22, 333, 4444}; return v[argc] >> 2 & 0xFF; }\r
SELECT name, COUNT(*) AS n FROM ships WHERE year >= 1994 GROUP BY name HAVING n > 10 ORDER BY n DESC;
<div class="port" data-x='{"a": [1, 2.5e-3, null]}'>it's &amp; they'll</div>
    $ curl -sS https://example.org/path?x=1&y=%20z | sed -e 's/\\\\(.*\\\\)/[\\\\1]/g' > /tmp/out.txt
const f = async (x) => `${await g(x?.y ?? "none")}\\n`; // TODO()!!! ===> <=== ::
E = mc^2; \\frac{a}{b} + \\sum_{i=0}^{\\infty} x_i^2 \\leq 10^{-6}
'''


def training_text():
    """What the tokenizers of the test are trained on: every passage often enough for words to become tokens."""
    for repeat in range(3):
        for passage in PASSAGES.values():
            yield passage
            yield passage.lower() if repeat else passage.upper()
        yield CODE
        yield "    " * (repeat + 1) + "\n\n" + "=" * 40 + "\n" + "-" * 33 + "\n" + "a" * 20
