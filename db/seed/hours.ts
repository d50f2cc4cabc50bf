/** Weekly hours (demonstration data): Tuesday to Sunday; on Mondays the museum is closed. */
export const weeklyHours = [2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opensTime: '10:00',
  closesTime: '18:00',
  validFrom: '2019-05-24',
}));
