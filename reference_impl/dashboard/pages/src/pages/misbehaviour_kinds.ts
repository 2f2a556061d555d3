/** The words of a referee's script (docs/referee.md) that make sense by hand. */

export type Contract = 'wallet' | 'feed' | 'movements';

export const KINDS: Record<Contract, readonly string[]> = {
  wallet: ['debit', 'credit', 'rollback', 'balance', 'authenticate'],
  feed: ['customers', 'transactions', 'activity', 'list', 'token'],
  movements: ['movement', 'register'],
};

type Actions = readonly (readonly [name: string, words: string])[];

const EVERYWHERE: Actions = [
  ['lose_reply_after_commit', 'Applied, and the reply is lost'],
  ['lose_reply_before_commit', 'Lost, nothing applied'],
  ['reset_reply', 'Applied, half of the reply, then a reset'],
  ['cut_json', 'Applied, JSON that ends in the middle'],
  ['server_error', 'Error 500, nothing applied'],
  ['slow', 'Applied, the reply 3 seconds late'],
];

export const ACTIONS: Record<Contract, Actions> = {
  wallet: [...EVERYWHERE, ['insufficient_funds', 'Insufficient funds'], ['session_expired', 'Session expired']],
  feed: [...EVERYWHERE, ['token_expired', 'Token expired (401)'], ['refuse_record', 'First record refused (422)'],
         ['too_many', 'Too many requests (429), for 2 seconds']],
  movements: EVERYWHERE,
};

export const TRIES = [['1', 'at the first try'], ['2', 'at two tries'], ['3', 'at three tries']] as const;
