// Spanish documents of the made-up company.
import type { LabelledDocument } from './labelled-document.ts';

export const spanish: readonly LabelledDocument[] = [
  {
    path: 'es/vacaciones.md',
    text: `# Vacaciones

Cada persona dispone de 25 días laborables al año, además de los festivos de su ciudad. Se piden en el
calendario común con tres semanas de antelación y la responsable contesta en cuatro días.

En agosto la fábrica cierra dos semanas, que cuentan como vacaciones. Los días que sobren se pueden
gastar hasta el 31 de marzo; después se pierden. Nunca se cambian por dinero.
`,
    questions: [
      ['everyday', '¿Con cuánta antelación se piden las vacaciones?'],
      ['paraphrase', '¿Hasta cuándo puedo usar el descanso que me quedó del año pasado?'],
      ['keyword', 'fábrica cierra agosto'],
    ],
  },
  {
    path: 'es/baja-médica.md',
    text: `# Baja por enfermedad

Avisa antes de las nueve y cuarto al teléfono 881 de la recepción. El parte médico hace falta desde el
tercer día y se entrega en Personal, por correo o en mano.

La empresa completa el sueldo hasta el cien por cien durante doce semanas. Las consultas del médico en
horario de trabajo se pagan si no hay otra hora; guarda el justificante.
`,
    questions: [
      ['paraphrase', 'Me he puesto malo, ¿a quién llamo?'],
      ['fact', '¿Desde qué día hace falta el parte médico?'],
    ],
  },
  {
    path: 'es/gastos-de-viaje.md',
    text: `# Gastos de viaje

Los viajes de menos de cinco horas se hacen en tren. El hotel puede costar hasta 110 euros por noche y
la comida hasta 38 euros al día. Guarda los recibos: se suben a la aplicación Monedero en el mes
siguiente.

El taxi solo se paga de noche o con equipaje pesado. Con coche propio se abonan 26 céntimos por
kilómetro. Las multas corren por cuenta de quien conduce.
`,
    questions: [
      ['everyday', '¿Me pagan el taxi si viajo de noche?'],
      ['paraphrase', 'Aparqué mal con el coche de la empresa, ¿quién paga la sanción?'],
      ['code', '26 céntimos'],
    ],
  },
  {
    path: 'es/teletrabajo.md',
    text: `# Teletrabajo

Se puede trabajar en casa hasta tres días por semana; los martes viene todo el mundo. La empresa presta
pantalla y silla y paga 20 euros al mes por la luz y la conexión.

Conéctate siempre por la red privada (Túnel Norte). Desde otro país se permite un máximo de quince
días al año, avisando a Personal con un mes. Los datos de clientes no se imprimen fuera de la oficina.
`,
    questions: [
      ['everyday', '¿Cuántos días al año puedo trabajar desde otro país?'],
      ['paraphrase', '¿Me ayudan con la factura de internet de mi piso?'],
      ['typo', 'teletravajo dias por semama'],
    ],
  },
  {
    path: 'es/alarma-del-sensor.md',
    text: `# Alarmas del sensor

El sensor avisa cuando la cámara frigorífica pasa de los límites durante más de quince minutos. Primero
llama a la persona de guardia; si no responde en seis minutos, a la siguiente de la lista.

Para el mantenimiento se pulsa «Pausa», que dura dos horas como mucho. El código F-52 significa que la
puerta quedó abierta. Cada alarma se cierra escribiendo qué se hizo.
`,
    questions: [
      ['code', 'F-52'],
      ['paraphrase', 'Voy a limpiar la nevera, ¿cómo evito que suene?'],
    ],
  },
  {
    path: 'es/receta-de-garbanzos.md',
    text: `# Garbanzos con espinacas del comedor

Se dejan los garbanzos en remojo doce horas y se cuecen cincuenta minutos con laurel. En otra olla se
doran ajos, pan duro y pimentón; se maja todo con un chorro de vinagre.

Se juntan los garbanzos, un kilo de espinacas y el majado, y se cuece diez minutos más. Para quince
raciones hacen falta 900 gramos de garbanzos. Al día siguiente saben mejor.
`,
    questions: [
      ['fact', '¿Cuántos gramos de garbanzos para quince raciones?'],
      ['phrase', 'Al día siguiente saben mejor'],
      ['typo', 'garvanzos con espinakas'],
    ],
  },
];
