//! Spanish.

use super::{ForApplicant, ForReviewer, Page, Texts};

pub(super) static TEXTS: Texts = Texts {
    reviewer: ForReviewer {
        title: "Qué encontró la comprobación",
        result: "Resultado",
        score: "Las pruebas por sí solas pesan {score} en una escala de 0 a 99.",
        bands: [
            "Se sabe demasiado poco para decir nada. No es una puntuación baja.",
            "No se encontró nada que exija más comprobaciones.",
            "Hay algo que conviene aclarar.",
            "Hay pruebas sólidas de al menos dos clases independientes.",
        ],
        recommendations: [
            "Se recomienda seguir adelante.",
            "Se recomienda pedir lo que falta o aclarar lo que se encontró.",
            "Se recomienda que lo mire una persona.",
        ],
        found: "Qué se encontró",
        family: "{family}: se vieron {hits} señales de alerta; {misses} se buscaron y no aparecieron.",
        families: [
            "Inicios de sesión",
            "Datos de contacto",
            "Currículum y foto",
            "Repositorios de código",
            "Conducta en la plataforma",
            "Verificación de identidad",
            "Cobros",
            "Envíos",
            "Entrevistas",
            "Trabajo tras la contratación",
        ],
        nothing: "No se vio ninguna señal de alerta.",
        linked: "Comparte algo personal con al menos otra candidatura y nadie lo declaró. Mire el grupo.",
        not_used: "Qué no se utilizó",
        not_used_lines: &[
            "La nacionalidad, el origen étnico, el idioma, el acento, la edad, el sexo, el aspecto y el país de los estudios.",
            "Los nombres solo se compararon entre sí. Lo que no se sabe no sumó nada.",
        ],
        decide: "Qué decide usted",
        decide_lines: &[
            "La puntuación no decide nada. Toda señal de alerta puede tener una explicación inocente; el caso dice cuál y qué comprobación lo aclararía.",
            "Un veredicto de identidad falsa necesita una segunda persona. Si no se puede saber, responda «dudoso».",
        ],
    },
    applicant: ForApplicant {
        title: "Sobre la comprobación de su perfil",
        result: "Qué ha pasado",
        recommendations: [
            "Un programa comprobó los datos de su perfil. No ve motivo para detener el proceso.",
            "Un programa comprobó los datos de su perfil. Conviene confirmar algunos antes de seguir.",
            "Un programa comprobó los datos de su perfil. Recomienda que una persona los mire con más detalle.",
        ],
        found: "Qué se encontró",
        families: [
            "Los lugares, las horas o los dispositivos con los que se usó su cuenta no encajan con lo que dice su perfil.",
            "Sus datos de contacto, o los cambios en ellos, plantean dudas.",
            "Hay partes de su currículum, su foto o su historial laboral que no encajan entre sí.",
            "Las cuentas públicas de código de su perfil plantean dudas.",
            "Los mensajes, las solicitudes o las valoraciones de su cuenta plantean dudas.",
            "Una verificación de identidad dejó dudas sin resolver.",
            "Los datos de dónde va a cobrar plantean dudas.",
            "Los datos de dónde se enviaría el equipo plantean dudas.",
            "Algo en una entrevista planteó dudas.",
            "Algo en la forma en que se hace el trabajo planteó dudas.",
        ],
        nothing: "No se encontró nada que haya que aclarar.",
        little: "Había muy poca información para decir nada. No es un resultado en su contra.",
        closer: "Conviene que una persona mire algunos datos de su perfil.",
        no_proof: "Nada de esto prueba algo en su contra. A menudo hay buenas razones, y usted puede explicarlas.",
        not_used: "Qué no se utilizó",
        not_used_lines: &[
            "No se utilizaron su nacionalidad, origen étnico, idioma, acento, edad, sexo, aspecto ni el país de sus estudios.",
            "Su nombre solo se comparó con los nombres de sus propios documentos y cuentas. Los datos que faltan no contaron en su contra.",
        ],
        decide: "Quién decide",
        decide_lines: &[
            "Deciden personas. El programa recomienda y no puede rechazar a nadie.",
            "Si alguien concluye que una identidad no es auténtica, una segunda persona tiene que estar de acuerdo.",
        ],
        contest: "Cómo impugnarlo",
        contest_lines: &[
            "Si no está de acuerdo, puede pedir que se revise de nuevo. Use el formulario del enlace que recibió o escriba a la plataforma en la que presentó su candidatura.",
            "Diga con sus palabras qué es incorrecto. Puede corregir datos y explicar lo que pareció extraño.",
            "Lo mirará alguien que no intervino antes. Después, la plataforma le comunicará el resultado.",
        ],
    },
    page: Page {
        heading: "Impugnar",
        statement: "Qué es incorrecto, con sus palabras",
        corrections: "Qué datos hay que corregir y cómo (puede dejarlo en blanco)",
        send: "Enviar",
        thanks: [
            "Hemos recibido su escrito",
            "Lo leerá alguien que no intervino antes. La plataforma le comunicará el resultado. Este enlace ya no se puede usar.",
        ],
        used: "Este enlace ya se usó. Si quiere añadir algo, escriba a la plataforma.",
        expired: "Este enlace ya no es válido. Pida uno nuevo a la plataforma.",
        running: "Ya se está revisando de nuevo. Si quiere añadir algo, escriba a la plataforma.",
        empty: "Escriba qué es incorrecto, con 4000 caracteres como máximo en cada campo.",
    },
};
