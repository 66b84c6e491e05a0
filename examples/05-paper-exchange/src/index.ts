export { PaperExchange, type PaperExchangeOptions } from './paper-exchange.ts';
