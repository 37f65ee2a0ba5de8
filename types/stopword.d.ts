// The package ships no types; these are the lists used here (ISO 639-3 names).
export const dan: string[];
export const deu: string[];
export const eng: string[];
export const fin: string[];
export const fra: string[];
export const ita: string[];
export const nld: string[];
export const pol: string[];
export const por: string[];
export const spa: string[];
export const swe: string[];
export const ron: string[];
export const tur: string[];
