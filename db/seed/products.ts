import type { product } from '#db/schema/catalog.ts';
import { words } from './words.ts';

type NewProduct = typeof product.$inferInsert;

/** A stretch of a route: space, minute of the visit at which it begins, minutes. */
export type Step = [space: string, startMinute: number, minutes: number];

// Stretches end on quarter hours, so that a group that starts every 15 minutes never meets another in a small room.
const fullRoute: Step[] = [
  ['main-hall', 0, 15],
  ['corridor', 15, 15],
  ['cells', 30, 10],
  ['solitary', 40, 5],
  ['interrogation-room', 45, 7],
  ['shooting-room', 52, 8],
];

const meetingPoint = words('Giriş zalı, qarderobun yanı', 'Entrance hall, by the cloakroom', 'Вестибюль, у гардероба');

const basementAdvisory = words(
  'Bu marşrut həbs kameralarından, istintaq və güllələnmə otaqlarından keçir. Otaqlar dar və qaranlıqdır; səs yazılarında və sənədlərdə zorakılıqdan danışılır. 14 yaşdan kiçiklər üçün tövsiyə olunmur. İstənilən yerdə dayana və bələdçi ilə geri qayıda bilərsiniz.',
  'This route leads through prison cells, the interrogation room and the shooting room. The rooms are narrow and dark; recordings and documents speak of violence. It is not advised for children under 14. You can stop at any point and be led back.',
  'Этот маршрут проходит через тюремные камеры, комнату допросов и комнату расстрелов. Помещения узкие и тёмные; в записях и документах говорится о насилии. Не рекомендуется детям до 14 лет. В любом месте можно остановиться и вернуться в сопровождении сотрудника.',
);

/** What can be visited. Durations, numbers of people and taxes are demonstration data. `alternative` is a product's code. */
export const products: (NewProduct & {
  route: Step[];
  alternative?: string;
  /** Codes: of what it is another route, and which ticket types pupils and adults have. */
  variantOf?: string;
  pupilType?: string;
  adultType?: string;
})[] = [
  {
    code: 'full-route',
    kind: 'timed_entry',
    names: words('Tam marşrut', 'Full route', 'Полный маршрут'),
    summaries: words(
      'Baş zal, dəhliz və zirzəmi. 60 dəqiqə.',
      'Main hall, corridor and basement. 60 minutes.',
      'Главный зал, коридор и подвал. 60 минут.',
    ),
    descriptions: words(
      'Baş zalda “Danışan sənədlər” lövhəsi və repressiyaya məruz qalmış insanlar haqqında lövhələr, dəhlizdə “Repressiya burulğanı” və “Ümid işığında” kompozisiyaları, zirzəmidə bərpa olunmuş kameralar, istintaq və güllələnmə otaqları. Otaqlar kiçik olduğuna görə hər 15 dəqiqədən bir azsaylı qrup buraxılır. Zirzəmiyə 18 pillə ilə enilir.',
      'In the main hall, the “Speaking Documents” board and the boards about the people who were persecuted; in the corridor, the compositions “Whirlwind of Repression” and “In the Light of Hope”; in the basement, the restored cells, the interrogation room and the shooting room. The rooms are small, so a few people are let in every 15 minutes. Eighteen steps lead down to the basement.',
      'В главном зале — стенд «Говорящие документы» и стенды о репрессированных; в коридоре — композиции «Вихрь репрессий» и «В свете надежды»; в подвале — восстановленные камеры, комната допросов и комната расстрелов. Помещения небольшие, поэтому каждые 15 минут проходит немного людей. В подвал ведут 18 ступеней.',
    ),
    meetingPoints: meetingPoint,
    durationMinutes: 60,
    partyMaximum: 15,
    isGuided: false,
    horizonDays: 60,
    isSoldOnline: true,
    isStepFree: false,
    advisoryAge: 14,
    advisories: basementAdvisory,
    position: 1,
    alternative: 'hall-only',
    route: fullRoute,
  },
  {
    code: 'hall-only',
    kind: 'timed_entry',
    names: words('Baş zal (zirzəmisiz)', 'Main hall, without the basement', 'Главный зал, без подвала'),
    summaries: words(
      'Pilləsiz marşrut, zirzəmiyə enmədən. 30 dəqiqə.',
      'A route without steps that does not go down to the basement. 30 minutes.',
      'Маршрут без ступеней, без спуска в подвал. 30 минут.',
    ),
    descriptions: words(
      'Baş zalda “Danışan sənədlər” lövhəsi və repressiyaya məruz qalmış hərbçilər, ziyalılar və düşərgələrə göndərilmiş qadınlar haqqında lövhələr. Zirzəmidəki otaqları ekranda, səsli təsvirlə görmək olar. Pilləkən yoxdur, keçidlər ən azı 120 sm enindədir. Tam marşrutla eyni saatlarda başlayır; bir qrupun bir hissəsi zirzəmiyə enə, bir hissəsi zalda qala bilər.',
      'In the main hall, the “Speaking Documents” board and the boards about the soldiers and intellectuals who were persecuted and the women sent to the camps. The rooms of the basement can be seen on a screen, with a spoken description. There are no steps, and every passage is at least 120 cm wide. It starts at the same times as the full route, so that one part of a party may go down and the other stay in the hall.',
      'В главном зале — стенд «Говорящие документы» и стенды о репрессированных военных и представителях интеллигенции и о женщинах, отправленных в лагеря. Помещения подвала можно увидеть на экране, с устным описанием. Ступеней нет, ширина проходов не менее 120 см. Начинается в то же время, что и полный маршрут: часть группы может спуститься в подвал, а часть остаться в зале.',
    ),
    meetingPoints: meetingPoint,
    durationMinutes: 30,
    partyMaximum: 15,
    isGuided: false,
    horizonDays: 60,
    isSoldOnline: true,
    isStepFree: true,
    position: 2,
    route: [['main-hall', 0, 30]],
  },
  {
    code: 'public-tour',
    kind: 'public_tour',
    names: words('Bələdçi ilə ümumi ekskursiya', 'Public guided tour', 'Экскурсия с гидом'),
    summaries: words(
      'Tam marşrut, bələdçinin müşayiəti ilə. 60 dəqiqə.',
      'The full route, led by a guide. 60 minutes.',
      'Полный маршрут в сопровождении гида. 60 минут.',
    ),
    descriptions: words(
      'Muzeyin bələdçisi sizi bütün marşrut boyu aparır və suallarınızı cavablandırır. Ekskursiyalar azərbaycan, ingilis və rus dillərində keçirilir; dil saatın yanında göstərilib. Zirzəmiyə 18 pillə ilə enilir.',
      'A guide of the museum leads you along the whole route and answers your questions. Tours are held in Azerbaijani, English and Russian; the language stands beside each time. Eighteen steps lead down to the basement.',
      'Гид музея проведёт вас по всему маршруту и ответит на вопросы. Экскурсии проходят на азербайджанском, английском и русском языках; язык указан рядом со временем. В подвал ведут 18 ступеней.',
    ),
    meetingPoints: meetingPoint,
    durationMinutes: 60,
    languages: ['az', 'en', 'ru'],
    partyMaximum: 15,
    isGuided: true,
    horizonDays: 60,
    isSoldOnline: true,
    isStepFree: false,
    advisoryAge: 14,
    advisories: basementAdvisory,
    taxPerMille: 180,
    position: 3,
    alternative: 'hall-only',
    route: fullRoute,
  },
  {
    code: 'class-programme',
    kind: 'class_programme',
    names: words('Sinif üçün dərs-ekskursiya', 'Class programme', 'Занятие для класса'),
    summaries: words(
      'IX–XI siniflər üçün. Zal, dəhliz, kameralar və söhbət. 75 dəqiqə.',
      'For grades 9 to 11. Hall, corridor, cells and a conversation. 75 minutes.',
      'Для 9–11 классов. Зал, коридор, камеры и беседа. 75 минут.',
    ),
    descriptions: words(
      'Bələdçi şagirdləri baş zal, dəhliz və kameralarla tanış edir, sonra zalda söhbət aparılır. Güllələnmə otağı bu marşruta daxil deyil. Bir qrupda böyüklər də daxil olmaqla ən çoxu 15 nəfər olur; daha böyük siniflər bölünür.',
      'A guide leads the pupils through the main hall, the corridor and the cells; a conversation in the hall follows. The shooting room is not part of this route. A group is 15 people at most, adults included; larger classes are divided.',
      'Гид проводит учеников по главному залу, коридору и камерам, затем в зале проходит беседа. Комната расстрелов в этот маршрут не входит. В группе не более 15 человек, включая взрослых; большие классы делятся.',
    ),
    meetingPoints: meetingPoint,
    durationMinutes: 75,
    languages: ['az', 'en', 'ru'],
    partyMinimum: 7,
    partyMaximum: 120,
    isGuided: true,
    bookingMode: 'request',
    subGroupMaximum: 15,
    listFields: ['name'],
    grades: '[9,12)',
    pupilType: 'pupil',
    adultType: 'teacher-with-class',
    leadTimeMinutes: 7 * 24 * 60,
    horizonDays: 120,
    isSoldOnline: false,
    isStepFree: false,
    advisoryAge: 14,
    advisories: words(
      'Şagirdlər həbs kameralarını görəcək; söhbətdə repressiya qurbanlarının taleyindən danışılır. Zəhmət olmasa, sinfi əvvəlcədən hazırlayın.',
      'Pupils will see prison cells, and the conversation speaks of what happened to the victims of repression. Please prepare the class beforehand.',
      'Ученики увидят тюремные камеры; в беседе говорится о судьбах жертв репрессий. Пожалуйста, подготовьте класс заранее.',
    ),
    preparations: words(
      'Hər müəllim üçün şəxsiyyət vəsiqəsi. Dəftər və qələm götürmək olar; böyük çantaları məktəbdə saxlayın.',
      'An identity card for each teacher. Notebooks and pens may come along; please leave large bags at school.',
      'Удостоверение личности для каждого учителя. Можно взять тетради и ручки; большие сумки оставьте в школе.',
    ),
    position: 4,
    alternative: 'hall-only',
    route: [
      ['main-hall', 0, 15],
      ['corridor', 15, 15],
      ['cells', 30, 10],
      ['solitary', 40, 5],
      ['main-hall', 45, 30],
    ],
  },
  {
    code: 'class-cells-first',
    kind: 'class_programme',
    names: words('Dərs-ekskursiya, əvvəlcə zirzəmi', 'Class programme, cells first', 'Занятие, сначала подвал'),
    summaries: words(
      'Eyni proqram, otaqlar başqa ardıcıllıqla.',
      'The same programme, the rooms in another order.',
      'Та же программа, залы в другом порядке.',
    ),
    descriptions: words(
      'Böyük siniflərin bir hissəsi əvvəlcə kameraları, sonra zalı görür ki, qruplar bir-birini gözləməsin.',
      'Part of a large class sees the cells first and the hall afterwards, so that nobody waits for anybody.',
      'Часть большого класса сначала осматривает камеры, затем зал, чтобы группы не ждали друг друга.',
    ),
    meetingPoints: meetingPoint,
    durationMinutes: 75,
    languages: ['az', 'en', 'ru'],
    partyMinimum: 7,
    partyMaximum: 120,
    isGuided: true,
    bookingMode: 'request',
    subGroupMaximum: 15,
    variantOf: 'class-programme',
    alternative: 'hall-only',
    pupilType: 'pupil',
    adultType: 'teacher-with-class',
    leadTimeMinutes: 7 * 24 * 60,
    horizonDays: 120,
    isSoldOnline: false,
    isStepFree: false,
    position: 5,
    route: [
      ['cells', 0, 10],
      ['solitary', 10, 5],
      ['corridor', 15, 15],
      ['main-hall', 30, 45],
    ],
  },
];
