export { promptServices, type ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
