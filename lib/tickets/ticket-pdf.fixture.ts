import type { TicketDocument } from './ticket-document.ts';
import vectors from './ticket-token.vectors.json' with { type: 'json' };

const common = {
  startTime: '10:30',
  qrText: vectors.accepted[0]?.token ?? '',
  shortCode: 'K7P-X4M-H2R',
};
const createdAt = new Date('2026-12-01T08:00:00Z');

/** A printed ticket in each language of the interface, with the letters that fonts tend to lack. */
export const ticketDocuments: Record<'az' | 'en' | 'ru', TicketDocument> = {
  az: {
    lang: 'az',
    title: 'Biletlər, sifariş WQ4T7HXE',
    museumName: 'Siyasi Repressiya Qurbanları Muzeyi',
    footerLines: [
      'Bakı şəhəri. Suallarınız üçün: bilet@example.az',
      'Bilet yalnız göstərilən gün və saatda etibarlıdır.',
    ],
    createdAt,
    tickets: [
      {
        ...common,
        countText: 'Bilet 1/3',
        productName: 'Tam marşrut: zal, dəhliz və zirzəmi',
        startLabel: 'Başlanğıc',
        dateText: 'şənbə, 12.12.2026',
        beThereText: 'Zəhmət olmasa, saat 10:20-də giriş qapısında olun.',
        facts: [
          { label: 'Görüş yeri', value: 'Baş giriş, mühafizə məntəqəsinin qarşısı' },
          { label: 'Bilet növü', value: 'Tələbə' },
          { label: 'Ad', value: 'Ülviyyə Əliağa qızı İsgəndərova-Şıxəliyeva' },
          { label: 'Turun dili', value: 'Azərbaycan dili' },
          { label: 'Ödənilib', value: '6,00 ₼' },
          { label: 'Sifariş', value: 'WQ4T7HXE' },
        ],
        documents: {
          heading: 'Girişdə bu sənədlərdən birini göstərin',
          items: ['Tələbə bileti', 'Ali məktəbdən arayış'],
        },
        notices: [
          {
            heading: 'Şəxsiyyət vəsiqəsi',
            text: 'Muzey xidməti binada yerləşir: 16 yaşdan yuxarı hər kəs şəxsiyyət vəsiqəsini və ya pasportunu göstərir.',
          },
          {
            heading: 'Nəyi bilmək vacibdir',
            text: 'Zirzəmidə həbs kameraları, təkadamlıq kamera və güllələnmə otağı var. 14 yaşından kiçiklərə böyüklərlə birgə gəlmək tövsiyə olunur. Zirzəmiyə 18 pillə enir; pilləsiz keçid yoxdur.',
          },
        ],
        qrAlt: 'Biletin QR kodu; girişdə qısa kodu da deyə bilərsiniz: K7P-X4M-H2R',
        shortCodeLabel: 'Biletin kodu',
      },
    ],
  },
  en: {
    lang: 'en',
    title: 'Tickets, order WQ4T7HXE',
    museumName: 'Museum of Political Repression Victims',
    footerLines: ['Baku. Questions: tickets@example.az', 'Valid only on the day and at the time shown.'],
    createdAt,
    tickets: [
      {
        ...common,
        countText: 'Ticket 2 of 3',
        productName: 'Hall only',
        startLabel: 'Start',
        dateText: 'Saturday, 12.12.2026',
        beThereText: 'Please be at the entrance by 10:20.',
        facts: [
          { label: 'Meeting point', value: 'Main entrance, in front of the security post' },
          { label: 'Ticket type', value: 'Adult' },
          { label: 'Price paid', value: 'AZN 12.00' },
          { label: 'Order', value: 'WQ4T7HXE' },
        ],
        documents: null,
        notices: [
          {
            heading: 'Identity document',
            text: 'The museum stands in a working service building. Everyone over 16 shows an identity card or a passport.',
          },
        ],
        qrAlt: 'QR code of the ticket; at the entrance the short code will do as well: K7P-X4M-H2R',
        shortCodeLabel: 'Ticket code',
      },
    ],
  },
  ru: {
    lang: 'ru',
    title: 'Билеты, заказ WQ4T7HXE',
    museumName: 'Музей жертв политических репрессий',
    footerLines: ['Баку. Вопросы: tickets@example.az', 'Билет действителен только в указанный день и час.'],
    createdAt,
    tickets: [
      {
        ...common,
        countText: 'Билет 3 из 3',
        productName: 'Экскурсия для посетителей: зал, коридор и подвал, где находились камеры',
        startLabel: 'Начало',
        dateText: 'суббота, 12.12.2026',
        beThereText: 'Пожалуйста, будьте у входа к 10:20.',
        facts: [
          { label: 'Место встречи', value: 'Главный вход, перед постом охраны' },
          {
            label: 'Вид билета',
            value: 'Родственник реабилитированного, подъезд с пандусом, объём, щёлочь, Ёлкин, эхо, цифра',
          },
          { label: 'Язык экскурсии', value: 'Русский' },
          { label: 'Оплачено', value: '6,00 ₼' },
          { label: 'Заказ', value: 'WQ4T7HXE' },
        ],
        documents: {
          heading: 'Покажите у входа один из документов',
          items: ['Справка о реабилитации', 'Удостоверение'],
        },
        notices: [
          {
            heading: 'Удостоверение личности',
            text: 'Музей находится в служебном здании: каждый старше 16 лет показывает удостоверение или паспорт.',
          },
          {
            heading: 'Что важно знать',
            text: 'В подвале находятся камеры, карцер и комната расстрелов. Спуск: 18 ступеней.',
          },
        ],
        qrAlt: 'QR-код билета; у входа можно назвать и короткий код: K7P-X4M-H2R',
        shortCodeLabel: 'Код билета',
      },
    ],
  },
};
