/** What clients that ask for a version are told: the one whose commands and answers are meant. */
export const compatibleVersion = "7.2.4";
