import type { Texts } from './en';

/** Arabic has a form of a noun for one, for two, for three to ten, and for more. */
function counted(n: number, one: string, two: string, few: string, many: string): string {
  if (n === 1) {
    return one;
  }
  if (n === 2) {
    return two;
  }
  const rest = n % 100;
  return rest >= 3 && rest <= 10 ? `${n} ${few}` : `${n} ${many}`;
}

const times = (n: number) => counted(n, 'مرة واحدة', 'مرتين', 'مرات', 'مرة');
const days = (n: number) => counted(n, 'يوم واحد', 'يومان', 'أيام', 'يومًا');

export const ar: Texts = {
  language: 'العربية',
  code: 'ar',
  direction: 'rtl',

  title: 'من ردّ على من، وكيف',
  product: 'Demarche',
  skip: 'إلى الأفعال',
  nav: { ladder: 'السلّم', tension: 'التوتر', unanswered: 'بلا رد', search: 'بحث', playground: 'ساحة الاستعلام' },
  recorded: 'حالة سابقة للمخزن، وفق سجله. لا تتغير.',
  asked: 'عرض الاستعلام',
  theme: { label: 'المظهر', auto: 'كما في النظام', light: 'فاتح', dark: 'داكن' },
  languageLabel: 'اللغة',

  loading: 'جارٍ السؤال …',
  offline: 'تعذّر الوصول إلى الخادم. قد يكون ما تراه قديمًا.',
  failed: message => `لا جواب لدى الخادم عن هذا: ${message}`,
  again: 'حاول مرة أخرى',
  empty: 'لا شيء مسجّل يطابق ذلك. وهذا لا يقول شيئًا عمّا حدث: فقد لا يكون مسجّلًا.',
  controls: 'العدسة والمرشحات ومفتاح الرموز',
  lens: {
    label: 'من خلال عدسة',
    knownOn: 'ما عُرف في',
    without: 'من دون',
    nothing: 'دون استبعاد أي مصدر',
    media: side => `إعلام ${side}`,
    bothMedia: 'إعلام الطرفين',
    worseThan: grade => `مصادر أدنى درجة من ${grade}`,
    explicit: 'ما يقوله مصدر فقط',
    gone: n => `يسقط ${n}.`,
    fallsAway: 'يسقط',
    off: 'ارفع العدسة',
  },
  token: {
    needed: 'لا يجيب هذا الخادم إلا من لديه رمز وصول. يُحفظ الرمز حتى تُغلق هذه الصفحة.',
    label: 'رمز الوصول',
    use: 'استخدمه',
  },
  close: 'إغلاق',
  more: n => `عرض ${counted(n, 'فعل لاحق واحد', 'فعلين لاحقين', 'أفعال لاحقة', 'فعلًا لاحقًا')}`,

  scope: {
    label: 'اعرض',
    founding: 'الحالة المؤسِّسة',
    episode: title => `كل ما في: ${title}`,
  },

  ladder: {
    lede: (who, n, escalate, calm) => {
      const parts: [number, string][] = [
        [escalate, 'تصعيد'],
        [calm, 'تهدئة'],
        [n - escalate - calm, 'لا هذا ولا ذاك'],
      ];
      const told = parts.filter(([k]) => k > 0).map(([k, what]) => `${what}: ${k}`);
      return `ردود ${who}: ${n} (${told.join('، ')}).`;
    },
    silences: n => `ولا يزال ${counted(n, 'صمت واحد قائمًا', 'صمتان قائمين', 'حالات صمت قائمة', 'حالة صمت قائمة')}.`,
    howTo: 'يجري الزمن إلى أسفل. يقود الخط من فعل إلى ما يردّ عليه. اختر فعلًا لتقرأ ما يُعرف عنه، وعمّن.',
    others: 'آخرون، وما أصاب الناس',
    explicit: 'يقوله مصدر',
    inferred: 'يستنتجه قارئ',
    modes: 'طرق الرد: اختر بعضها لترى هذه وحدها',
    undated: 'تاريخ غير معروف',
    quiet: n => `${days(n)} بلا فعل`,
    folded: (dates, n) => `${dates}: ${counted(n, 'فعل واحد', 'فعلان', 'أفعال', 'فعلًا')} بلا رد منها أو عليها`,
    answers: (phrase, title) => `${phrase} «${title}»`,
    delay: n => (n === 0 ? 'في اليوم نفسه' : n > 0 ? `بعد ${days(n)}` : `قبل ${days(-n)}`),
    inferredMark: 'مستنتج',
    moreAnswers: n => `ويرد على ${counted(n, 'فعل آخر', 'فعلين آخرين', 'أفعال أخرى', 'فعلًا آخر')}`,
    answeredBy: n => `رُدّ عليه ${times(n)}`,
    claims: n => counted(n, 'قول واحد', 'قولان', 'أقوال', 'قولًا'),
    silentOnOther: who => `لا رد من ${who}`,
    silentOnOwn: who => `لا تفسير من ${who}`,
    asOf: date => `حتى ${date}`,
    ended: 'جاء الرد بعد ذلك',
    table: 'كجدول',
    picture: 'كصورة',
    columns: { date: 'متى', act: 'ماذا', side: 'الطرف', answers: 'يرد على', mode: 'كيف', basis: 'كيف عُرف' },
    choose: title => `عدة أفعال ترد على «${title}»: اختر أحدها`,
    chooseTrigger: title => `«${title}» يرد على عدة أفعال: اختر أحدها`,
    keys: 'المفاتيح: أعلى وأسفل في الزمن، واليسار إلى رد، واليمين إلى ما يُرد عليه، وEscape للخروج.',
  },

  act: {
    by: 'من',
    to: 'إلى',
    announced: 'أعلنه',
    affected: 'يخص',
    none: 'لم يُسمَّ أحد',
    answersHeading: 'يرد على',
    answeredHeading: 'ردّ عليه',
    unanswered: 'لا رد مسجّل عليه.',
    evidence: 'كيف عُرف',
    accounts: 'ما يقال عنه',
    contradicted: 'مُعارَض',
    grade: g => `الموثوقية ${g}`,
    credibility: n => `المصداقية ${n}`,
    accessed: date => `قُرئ ${date}`,
    backs: field => `يسند الحقل ${field}`,
    disputes: 'ينازع فيه',
    attributedTo: who => `لا يُعرف إلا عن طريق ${who}`,
    support: (sources, origins) =>
      `${counted(sources, 'مصدر واحد', 'مصدران', 'مصادر', 'مصدرًا')}، ` +
      (origins === sources ? 'كلها مستقلة' : `المستقل منها ${origins}`),
    knownBy: date => `كان معلنًا في ${date}`,
    said: 'يقوله مصدر.',
    concluded: 'يستنتجه قارئ من المصادر.',
    status: { OCCURRED: '', REPORTED: 'منقول', ALLEGED: 'مزعوم', DENIED: 'منفيّ', ANNOUNCED: 'معلن' },
    open: 'صفحته',
    notFound: 'لا يوجد فعل كهذا.',
    struck: 'لا يوجد فعل كهذا من خلال هذه العدسة: إما أنه يسقط، أو أنه غير مسجّل أصلًا.',
  },

  tension: {
    title: 'كيف ارتفع التوتر وانخفض',
    lede: (a, b) => `ما فعلته ${a} و${b} إحداهما بالأخرى، فترة بعد فترة: أفعال الصراع تحت الخط، وأفعال التعاون فوقه. يقود كل عمود إلى أفعاله.`,
    intervals: { DAY: 'باليوم', WEEK: 'بالأسبوع', MONTH: 'بالشهر', YEAR: 'بالسنة' },
    barsOf: who => `ما فعلته ${who}، فترة بعد فترة`,
    period: (dates, conflict, cooperation, neutral) => `${dates}: صراع ${conflict}، تعاون ${cooperation}، محايد ${neutral}`,
    undated: n => `${counted(n, 'فعل واحد', 'فعلان', 'أفعال', 'فعلًا')} بلا تاريخ، لا تظهر هنا.`,
    speed: 'بأي سرعة يرد كل طرف: نسبة الأفعال التي لا تزال تنتظر، يومًا بعد يوم',
    answersOf: (by, to) => `ردود ${by} على ${to}`,
    n: (n, events, censored) => `من ${counted(n, 'فعل واحد', 'فعلين', 'أفعال', 'فعلًا')} رُدّ على ${events}، ولا يزال ${censored} ينتظر.`,
    median: (n, low, high) => `رُدّ على نصفها خلال ${days(n)}${low === null ? '' : ` (95 %: من ${low} إلى ${high ?? 'غير معروف'})`}.`,
    noMedian: 'رُدّ على أقل من نصفها.',
    few: 'ما رُدّ عليه أقل من أن يُرسم له منحنى.',
    day: n => `اليوم ${n}`,
  },

  unanswered: {
    title: 'ما بقي بلا رد',
    lede: 'طلبات بلا رد وأفعال بلا تفسير. الخط المتصل: يقوله مصدر. المتقطع: لا شيء مسجّلًا يرد عليه.',
    asOf: 'كما كانت الحال في',
    answer: 'لم يرد على',
    explanation: 'لم يفسّر',
    since: date => `منذ ${date}`,
    owedTo: who => `مستحق لـ ${who}`,
    stated: date => (date ? `يقوله مصدر، حتى ${date}` : 'يقوله مصدر'),
    computed: 'لا رد مسجّل',
    leftOut: n => `لم يُعرض ${n} غيرها.`,
  },

  search: {
    title: 'بحث',
    label: 'ابحث في الأسماء والعناوين والأقوال والاقتباسات',
    hint: 'أسماء وعناوين واقتباسات، بأي خط',
    found: n => `وُجد ${n}.`,
  },

  kinds: {
    Actor: 'فاعل',
    Action: 'فعل',
    Claim: 'قول',
    Source: 'مصدر',
    Place: 'مكان',
    Episode: 'حلقة',
    Dataset: 'مجموعة بيانات',
    Response: 'رد',
    Tie: 'صلة',
    Silence: 'صمت',
  },

  dates: {
    unknown: 'تاريخ غير معروف',
    about: date => `نحو ${date}`,
  },

  escalation: { ESCALATE: 'يصعّد', NEUTRAL: 'لا هذا ولا ذاك', DEESCALATE: 'يهدّئ' },

  modes: {
    RETALIATE: 'يرد بالمثل على',
    CONDEMN: 'يدين',
    OBJECT: 'يعترض على',
    REFUSE: 'يرفض',
    THREATEN: 'يهدد بسبب',
    DENY: 'ينفي',
    DEFEND: 'يدافع عن السلوك موضع التساؤل في',
    CONFIRM: 'يؤكد',
    APPEAL: 'يناشد بشأن',
    EXPLAIN: 'يفسّر',
    RAISE_ALARM: 'يدق ناقوس الخطر بشأن',
    OTHER: 'يرد على',
    COMPLY: 'يستجيب لـ',
    CONCILIATE: 'يسعى إلى التهدئة بعد',
    REGRET: 'يأسف لـ',
    RECIPROCATE: 'يبادل بالمثل',
  },

  modeNames: {
    RETALIATE: 'رد انتقامي',
    CONDEMN: 'إدانة',
    OBJECT: 'اعتراض',
    REFUSE: 'رفض',
    THREATEN: 'تهديد',
    DENY: 'نفي',
    DEFEND: 'دفاع',
    CONFIRM: 'تأكيد',
    APPEAL: 'مناشدة',
    EXPLAIN: 'تفسير',
    RAISE_ALARM: 'إنذار',
    OTHER: 'رد آخر',
    COMPLY: 'استجابة',
    CONCILIATE: 'تهدئة',
    REGRET: 'أسف',
    RECIPROCATE: 'معاملة بالمثل',
  },
};
