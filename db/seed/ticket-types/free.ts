import { words } from '../words.ts';
import type { SeedTicketType } from './seed-ticket-type.ts';

const nothing = words('', '', '');
const declared = { isSelfDeclaredOnline: true, isVerifiedAtEntry: true } as const;

/** Those who come free and say so themselves; documents are looked at on entry. */
export const freeTypes: SeedTicketType[] = [
  {
    code: 'preschool',
    family: 'free',
    statisticsClass: 'preschool',
    isSelfDeclaredOnline: true,
    isVerifiedAtEntry: false,
    names: words('Məktəbəqədər uşaq', 'Child under school age', 'Ребёнок дошкольного возраста'),
    eligibilities: words(
      '6 yaşına qədər uşaqlar; böyüklərlə birlikdə. Körpə üçün də yer tutulur.',
      'Children under 6, with an adult. An infant takes a place too.',
      'Дети до 6 лет, вместе со взрослым. Место нужно и для младенца.',
    ),
    documents: nothing,
  },
  {
    ...declared,
    code: 'disabled-person',
    family: 'free',
    statisticsClass: 'disabled',
    names: words('Əlilliyi olan şəxs', 'Disabled person', 'Человек с инвалидностью'),
    eligibilities: words('Əlilliyi olan şəxslər', 'People with a disability', 'Люди с инвалидностью'),
    documents: words('Əlilliyi təsdiq edən vəsiqə', 'Disability certificate', 'Документ об инвалидности'),
  },
  {
    code: 'companion',
    family: 'free',
    statisticsClass: 'companion',
    companionTo: 'disabled-person',
    isSelfDeclaredOnline: true,
    isVerifiedAtEntry: false,
    names: words('Müşayiət edən şəxs', 'Companion', 'Сопровождающий'),
    eligibilities: words(
      'Əlilliyi olan hər şəxsə bir müşayiətçi',
      'One companion for each disabled person',
      'Один сопровождающий на каждого человека с инвалидностью',
    ),
    documents: nothing,
  },
  {
    ...declared,
    code: 'veteran',
    family: 'free',
    statisticsClass: 'veteran',
    names: words('Veteran', 'Veteran', 'Ветеран'),
    eligibilities: words('Müharibə veteranları', 'War veterans', 'Ветераны войны'),
    documents: words('Veteran vəsiqəsi', 'Veteran’s certificate', 'Удостоверение ветерана'),
  },
  {
    ...declared,
    code: 'hero',
    family: 'free',
    statisticsClass: 'hero',
    names: words('Qəhrəman', 'National Hero', 'Герой'),
    eligibilities: words(
      'Milli Qəhrəmanlar və Vətən müharibəsi qəhrəmanları',
      'National Heroes and Heroes of the Patriotic War',
      'Национальные герои и герои Отечественной войны',
    ),
    documents: words('Qəhrəman vəsiqəsi', 'Hero’s certificate', 'Удостоверение героя'),
  },
  {
    ...declared,
    code: 'martyr-family',
    family: 'free',
    statisticsClass: 'martyr_family',
    names: words('Şəhid ailəsinin üzvü', 'Member of a martyr’s family', 'Член семьи шехида'),
    eligibilities: words(
      'Şəhidlərin valideynləri, həyat yoldaşları və övladları',
      'Parents, spouses and children of martyrs',
      'Родители, супруги и дети шехидов',
    ),
    documents: words('Şəhid ailəsi vəsiqəsi', 'Certificate of a martyr’s family', 'Удостоверение семьи шехида'),
  },
  {
    ...declared,
    code: 'displaced-person',
    family: 'free',
    statisticsClass: 'displaced',
    names: words('Məcburi köçkün və ya qaçqın', 'Displaced person or refugee', 'Вынужденный переселенец или беженец'),
    eligibilities: words(
      'Məcburi köçkünlər və qaçqınlar',
      'Internally displaced persons and refugees',
      'Вынужденные переселенцы и беженцы',
    ),
    documents: words(
      'Məcburi köçkün və ya qaçqın vəsiqəsi',
      'Certificate of a displaced person or refugee',
      'Удостоверение вынужденного переселенца или беженца',
    ),
  },
  {
    ...declared,
    code: 'low-income-family',
    family: 'free',
    statisticsClass: 'low_income',
    names: words('Aztəminatlı ailənin üzvü', 'Member of a low-income family', 'Член малообеспеченной семьи'),
    eligibilities: words(
      'Ünvanlı dövlət sosial yardımı alan ailələr',
      'Families that receive targeted state assistance',
      'Семьи, получающие адресную государственную помощь',
    ),
    documents: words('Yardım təyinatı haqqında arayış', 'Statement of assistance', 'Справка о назначении помощи'),
  },
  {
    ...declared,
    code: 'orphan',
    family: 'free',
    statisticsClass: 'orphan',
    names: words(
      'Valideyn himayəsindən məhrum olmuş uşaq',
      'Child without parental care',
      'Ребёнок, оставшийся без попечения родителей',
    ),
    eligibilities: words(
      'Valideynlərini itirmiş və valideyn himayəsindən məhrum olmuş uşaqlar',
      'Orphans and children without parental care',
      'Дети-сироты и дети, оставшиеся без попечения родителей',
    ),
    documents: words('Müvafiq arayış', 'A statement of the authority', 'Соответствующая справка'),
  },
  {
    ...declared,
    code: 'repression-victim',
    family: 'free',
    statisticsClass: 'repression_victim',
    names: words(
      'Bəraət almış repressiya qurbanı və ailəsi',
      'Rehabilitated victim of repression, and family',
      'Реабилитированная жертва репрессий и члены семьи',
    ),
    eligibilities: words(
      'Bəraət almış şəxslər, onların övladları və nəvələri',
      'Rehabilitated persons, their children and grandchildren',
      'Реабилитированные лица, их дети и внуки',
    ),
    documents: words(
      'Bəraət haqqında arayış və ya qohumluğu təsdiq edən sənəd. Sənəd yoxdursa, girişdə bildirin.',
      'Certificate of rehabilitation, or proof of kinship. If you have none, tell us at the entrance.',
      'Справка о реабилитации или документ о родстве. Если документа нет, сообщите об этом на входе.',
    ),
  },
  {
    ...declared,
    code: 'icom',
    family: 'free',
    statisticsClass: 'icom',
    names: words('ICOM üzvü və ya muzey işçisi', 'ICOM member or museum worker', 'Член ИКОМ или сотрудник музея'),
    eligibilities: words(
      'ICOM üzvləri və muzey işçiləri',
      'Members of ICOM and museum workers',
      'Члены ИКОМ и сотрудники музеев',
    ),
    documents: words(
      'ICOM kartı və ya xidməti vəsiqə',
      'ICOM card or staff card',
      'Карта ИКОМ или служебное удостоверение',
    ),
  },
  {
    code: 'open-door-day',
    family: 'free',
    statisticsClass: 'open_door_day',
    isSelfDeclaredOnline: true,
    isVerifiedAtEntry: false,
    names: words('Açıq qapı günü', 'Open-door day', 'День открытых дверей'),
    eligibilities: words(
      'Açıq qapı günündə hər kəs',
      'Everybody on the open-door day',
      'Все посетители в день открытых дверей',
    ),
    documents: nothing,
  },
];
