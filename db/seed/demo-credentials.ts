import type { Role } from '#lib/identity/values.ts';

/** One member of staff of each role, with the password that the start prints. Only ever loaded with the demonstration. */
export const demoStaff: readonly { email: string; password: string; role: Role; name: string }[] = [
  {
    role: 'administrator',
    name: 'Rəşad Məmmədov',
    email: 'administrator@museum.example',
    password: 'demo-administrator',
  },
  { role: 'director', name: 'Nigar Əliyeva', email: 'director@museum.example', password: 'demo-director' },
  { role: 'duty_manager', name: 'Elçin Hüseynov', email: 'duty-manager@museum.example', password: 'demo-duty-manager' },
  { role: 'desk', name: 'Aytən Quliyeva', email: 'desk@museum.example', password: 'demo-front-desk' },
  { role: 'education', name: 'Günel İsmayılova', email: 'education@museum.example', password: 'demo-education' },
  { role: 'guide', name: 'Kamran Vəliyev', email: 'guide@museum.example', password: 'demo-tour-guide' },
  { role: 'accountant', name: 'Sevda Abbasova', email: 'accountant@museum.example', password: 'demo-accountant' },
  {
    role: 'security_post',
    name: 'Tural Səfərov',
    email: 'security-post@museum.example',
    password: 'demo-security-post',
  },
];
