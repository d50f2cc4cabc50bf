/** The guides of the demonstration: invented people. The first is the member of staff with the role "guide". */
export const guides = [
  { name: 'Kamran Vəliyev', languages: ['az', 'ru'] },
  { name: 'Lalə Rzayeva', languages: ['az', 'en'] },
  { name: 'Fərid Qasımov', languages: ['az', 'en', 'ru'] },
  { name: 'Zümrüd Babayeva', languages: ['az', 'ru'] },
  { name: 'Orxan Nəbiyev', languages: ['az', 'en'] },
];
