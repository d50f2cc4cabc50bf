import type { Locale } from '#lib/platform/locales.ts';

export type Words = {
  noMoney: string;
  title: string;
  errorPrefix: string;
  order: string;
  total: string;
  fields: { number: string; expiry: string; cvc: string };
  expiryHint: string;
  pay: (amount: string) => string;
  back: string;
  testCards: string;
  testCardsHint: string;
  cards: Record<string, string>;
  wrong: { title: string; number: string; expiry: string; cvc: string };
  refused: { title: string; text: Record<number, string>; left: (tries: number) => string };
  over: { title: string; text: string };
  paid: { title: string; text: string; go: string };
  unknown: { title: string; text: string };
};

const az: Words = {
  noMoney: 'Sınaq bankı: pul köçürülmür',
  title: 'Bankın ödəniş səhifəsi',
  errorPrefix: 'Səhv',
  order: 'Sifariş',
  total: 'Ödəniləcək məbləğ',
  fields: { number: 'Kartın nömrəsi', expiry: 'Etibarlılıq tarixi', cvc: 'CVV/CVC kodu' },
  expiryHint: 'Ay və il, məsələn, 12/34',
  pay: (amount) => `${amount} ödəmək`,
  back: 'Ödəmədən qayıtmaq',
  testCards: 'Sınaq kartları',
  testCardsHint: 'Xanaları doldurmaq üçün birini seçin.',
  cards: {
    '4242424242424242': 'Kart qəbul edilir',
    '4000000000000002': 'Kart rədd edilir',
    '4000000000009995': 'Kartda vəsait çatmır',
  },
  wrong: {
    title: 'Zəhmət olmasa, aşağıdakıları düzəldin',
    number: 'Kartın nömrəsini yoxlayın.',
    expiry: 'Tarixi ay və il kimi yazın, məsələn, 12/34.',
    cvc: 'CVV/CVC kodu üç rəqəmdən ibarətdir.',
  },
  refused: {
    title: 'Ödəniş alınmadı',
    text: {
      5: 'Bank bu kartı rədd etdi. Pul çıxılmadı.',
      116: 'Bu kartda kifayət qədər vəsait yoxdur. Pul çıxılmadı.',
    },
    left: (tries) => `Daha ${tries} dəfə cəhd edə bilərsiniz.`,
  },
  over: {
    title: 'Bu səhifədə ödəmək artıq mümkün deyil',
    text: 'Vaxt bitib, səhifə bağlanıb və ya kart üç dəfə rədd edilib. Pul çıxılmadı.',
  },
  paid: {
    title: 'Ödəniş qəbul olundu',
    text: 'Məbləğ bir dəfə alınıb; yenidən ödəmək lazım deyil.',
    go: 'Biletlərə keçmək',
  },
  unknown: { title: 'Belə bir sifariş yoxdur', text: 'Ünvanın tam olduğunu yoxlayın və ya sifarişə yenidən başlayın.' },
};

const en: Words = {
  noMoney: 'Test bank: no money moves',
  title: 'The bank’s payment page',
  errorPrefix: 'Error',
  order: 'Order',
  total: 'Amount to pay',
  fields: { number: 'Card number', expiry: 'Valid until', cvc: 'CVV/CVC code' },
  expiryHint: 'Month and year, such as 12/34',
  pay: (amount) => `Pay ${amount}`,
  back: 'Go back without paying',
  testCards: 'Test cards',
  testCardsHint: 'Choose one to fill in the fields.',
  cards: {
    '4242424242424242': 'The card is accepted',
    '4000000000000002': 'The card is refused',
    '4000000000009995': 'The card has too little money',
  },
  wrong: {
    title: 'Please correct the following',
    number: 'Check the card number.',
    expiry: 'Write the date as month and year, such as 12/34.',
    cvc: 'The CVV/CVC code has three digits.',
  },
  refused: {
    title: 'The payment did not go through',
    text: {
      5: 'The bank refused this card. Nothing was taken.',
      116: 'There is too little money on this card. Nothing was taken.',
    },
    left: (tries) => `You can try ${tries} more ${tries === 1 ? 'time' : 'times'}.`,
  },
  over: {
    title: 'This page takes no payment any more',
    text: 'Its time is over, it was closed, or the card was refused three times. Nothing was taken.',
  },
  paid: {
    title: 'The payment was accepted',
    text: 'The amount was taken once; there is no need to pay again.',
    go: 'Go to the tickets',
  },
  unknown: { title: 'There is no such order', text: 'Check that the address is complete, or begin the order again.' },
};

const ru: Words = {
  noMoney: 'Тестовый банк: деньги не списываются',
  title: 'Платёжная страница банка',
  errorPrefix: 'Ошибка',
  order: 'Заказ',
  total: 'К оплате',
  fields: { number: 'Номер карты', expiry: 'Срок действия', cvc: 'Код CVV/CVC' },
  expiryHint: 'Месяц и год, например 12/34',
  pay: (amount) => `Оплатить ${amount}`,
  back: 'Вернуться без оплаты',
  testCards: 'Тестовые карты',
  testCardsHint: 'Выберите одну, чтобы заполнить поля.',
  cards: {
    '4242424242424242': 'Карта принимается',
    '4000000000000002': 'Карта отклоняется',
    '4000000000009995': 'На карте не хватает средств',
  },
  wrong: {
    title: 'Пожалуйста, исправьте следующее',
    number: 'Проверьте номер карты.',
    expiry: 'Напишите срок как месяц и год, например 12/34.',
    cvc: 'Код CVV/CVC состоит из трёх цифр.',
  },
  refused: {
    title: 'Оплата не прошла',
    text: {
      5: 'Банк отклонил эту карту. Деньги не списаны.',
      116: 'На этой карте недостаточно средств. Деньги не списаны.',
    },
    left: (tries) => `Осталось попыток: ${tries}.`,
  },
  over: {
    title: 'На этой странице уже нельзя оплатить',
    text: 'Время истекло, страница закрыта или карта отклонена три раза. Деньги не списаны.',
  },
  paid: { title: 'Оплата принята', text: 'Сумма списана один раз, платить снова не нужно.', go: 'Перейти к билетам' },
  unknown: { title: 'Такого заказа нет', text: 'Проверьте, что адрес полный, или начните заказ заново.' },
};

export const words: Record<Locale, Words> = { az, en, ru };
