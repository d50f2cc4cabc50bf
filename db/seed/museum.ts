import { words } from './words.ts';

/** The museum of the demonstration. Name, history and the building are the real museum's; address, telephone and rules are not. */
export const demoMuseum = {
  slug: 'repressiya-qurbanlari',
  names: words(
    'Siyasi Repressiya Qurbanları Muzeyi',
    'Museum of Political Repression Victims',
    'Музей жертв политических репрессий',
  ),
  addresses: words(
    'Bakı, Azərbaycan (nümayiş ünvanı)',
    'Baku, Azerbaijan (demonstration address)',
    'Баку, Азербайджан (демонстрационный адрес)',
  ),
  timeZone: 'Asia/Baku',
  currency: 'AZN',
  contactEmail: 'bilet@museum.example',
  contactPhone: '+994 12 000 00 00',
  isDemonstration: true,
  // Invented, like the address.
  billing: {
    legalName: words(
      '“Siyasi Repressiya Qurbanları Muzeyi” (nümayiş)',
      'Museum of Political Repression Victims (demonstration)',
      '«Музей жертв политических репрессий» (демонстрация)',
    ),
    taxNumber: '0000000000',
    bank: 'Nümayiş Bankı',
    bankCode: '000000',
    swift: 'DEMOAZ00',
    iban: 'AZ00DEMO00000000000000000000',
  },
  texts: {
    about: words(
      'Muzey 24 may 2019-cu ildə ÇK, NKVD və DTK-nın yerləşdiyi binada açılıb. Zirzəmidə saxlama kameraları, təkadamlıq kamera, istintaq və güllələnmə otaqları bərpa olunub. Baş zal və dəhliz repressiyaya məruz qalmış hərbçilərə, ziyalılara və düşərgələrə göndərilmiş qadınlara həsr olunub.',
      'The museum opened on 24 May 2019 in the building where the Cheka, the NKVD and the KGB sat. In the basement the detention cells, the solitary cell, the interrogation room and the shooting room have been restored. The main hall and the corridor are devoted to the soldiers and intellectuals who were persecuted and to the women sent to the camps.',
      'Музей открыт 24 мая 2019 года в здании, где размещались ЧК, НКВД и КГБ. В подвале восстановлены камеры, одиночная камера, комната допросов и комната расстрелов. Главный зал и коридор посвящены репрессированным военным и представителям интеллигенции, а также женщинам, отправленным в лагеря.',
    ),
    gettingThere: words(
      'Muzey Dövlət Sərhəd Xidmətinin fəaliyyət göstərən binasında yerləşir. Girişdə təhlükəsizlik yoxlaması var; şəxsiyyət vəsiqənizi və ya pasportunuzu götürün.',
      'The museum stands in a working building of the State Border Service. There is a security check at the entrance; please bring an identity card or a passport.',
      'Музей находится в действующем здании Государственной пограничной службы. На входе проводится проверка безопасности; возьмите с собой удостоверение личности или паспорт.',
    ),
    demonstration: words(
      'Bu, nümayiş sistemidir. İş saatları, qiymətlər, yer sayı və qaydalar uydurmadır və muzeyin rəsmi məlumatı deyil.',
      'This is a demonstration. Opening hours, prices, numbers of places and rules are invented and are not the museum’s own information.',
      'Это демонстрационная система. Часы работы, цены, число мест и правила вымышлены и не являются официальной информацией музея.',
    ),
  },
};
