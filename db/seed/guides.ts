/** The guides of the demonstration: invented people. The first is the member of staff with the role "guide". */
export const guides = [
  { name: 'Kamran Vəliyev', email: 'kamran.guide@museum.example', languages: ['az', 'ru'] },
  { name: 'Lalə Rzayeva', email: 'lale.guide@museum.example', languages: ['az', 'en'] },
  { name: 'Fərid Qasımov', email: 'farid.guide@museum.example', languages: ['az', 'en', 'ru'] },
  { name: 'Zümrüd Babayeva', email: 'zumrud.guide@museum.example', languages: ['az', 'ru'] },
  { name: 'Orxan Nəbiyev', email: 'orxan.guide@museum.example', languages: ['az', 'en'] },
  { name: 'Səbinə Abbasova', email: 'sabina.guide@museum.example', languages: ['az', 'en'] },
  { name: 'Rauf Quliyev', email: 'rauf.guide@museum.example', languages: ['az', 'ru'] },
  { name: 'Nigar Hüseynova', email: 'nigar.guide@museum.example', languages: ['az', 'en', 'ru'] },
];
