/** How the part of an address begins that holds a piece of work. */
export const SHARE = "#share=";
