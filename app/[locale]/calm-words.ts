import { isLocale } from '#lib/platform/locales.ts';

// Shown by the browser too, where a page that failed or is not there cannot ask the server for its words: a path is all it knows.
const notHere = {
  az: [
    'Belə səhifə yoxdur',
    'Ünvan yarımçıq köçürülmüş və ya səhv yazılmış ola bilər. Keçid məktubdandırsa, onu məktubdan yenidən açın.',
    'Muzeyin səhifəsinə keç',
  ],
  en: [
    'This page is not here',
    'The address may have been shortened or mistyped. If it is a link from an e-mail, please open it again from the e-mail.',
    'Go to the museum’s page',
  ],
  ru: [
    'Такой страницы нет',
    'Возможно, адрес скопирован не полностью или с ошибкой. Если это ссылка из письма, откройте её из письма ещё раз.',
    'На страницу музея',
  ],
} as const;

const failed = {
  az: [
    'Bizim tərəfdə xəta baş verdi',
    'Sizdən heç nə tutulmayıb. Yenidən cəhd edin; təkrar olunarsa, bizə yazın və bu nömrəni göstərin:',
    'Yenidən cəhd et',
  ],
  en: [
    'Something went wrong on our side',
    'Nothing has been charged by this. Please try again; if it happens once more, write to us and give this number:',
    'Try again',
  ],
  ru: [
    'Ошибка на нашей стороне',
    'С вас из-за этого ничего не списано. Попробуйте ещё раз; если ошибка повторится, напишите нам и укажите этот номер:',
    'Попробовать ещё раз',
  ],
} as const;

/** Title, text and what to do next where there is no page, in the language of a path's first part. */
export function notHereWords(segment: string | undefined) {
  return notHere[isLocale(segment) ? segment : 'az'];
}

/** The same where a page failed. */
export function failedWords(segment: string | undefined) {
  return failed[isLocale(segment) ? segment : 'az'];
}
