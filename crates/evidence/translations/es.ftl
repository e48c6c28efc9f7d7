# Frases de las pruebas (español). Lo que falta aquí se muestra en inglés.

list-separator = { ", " }
# «y» pasa a «e» ante un nombre que empieza por «i».
list-last = { $last ->
    [Indonesia] { $items } e { $last }
    [Irak] { $items } e { $last }
    [Irlanda] { $items } e { $last }
    [Islandia] { $items } e { $last }
    [Israel] { $items } e { $last }
    [Italia] { $items } e { $last }
   *[other] { $items } y { $last }
}
list-more = { $items } y { $more } más

# Después de «se comparte con»
other-applicants = { $at_least ->
    [yes] al menos otros { $others } solicitantes
   *[no] { $others ->
        [one] otro solicitante
       *[other] otros { $others } solicitantes
    }
}

# Después de «Otros solicitantes que …:»
by-too-few-applicants = { $why ->
    [declared] solo quienes declararon la relación
    [hub] { $at_least ->
        [yes] al menos { $others }, demasiados para significar algo
       *[no] { $others }, demasiados para significar algo
    }
    [few] solo { $others }, muy pocos para contar
   *[none] ninguno
}

# Después de «Sesiones …:»
some-sessions = { $part ->
    [none] { $total ->
        [one] ninguna
       *[other] ninguna de { $total }
    }
    [all] { $total ->
        [one] la única
       *[other] todas ({ $total })
    }
   *[some] { $count } de { $total }
}

# Después de «Mensajes del solicitante que …:»
some-messages = { $part ->
    [none] { $total ->
        [one] ninguno
       *[other] ninguno de { $total }
    }
    [all] { $total ->
        [one] el único
       *[other] todos ({ $total })
    }
   *[some] { $count } de { $total }
}

the-email-addresses = { $addresses ->
    [one] La dirección de correo en { $domains }
   *[other] Las { $addresses } direcciones de correo en { $domains }
}

observer-noted = { $date ->
    [unknown] { $observer } anotó
   *[other] El { $date }, { $observer } anotó
}

no-observer-noted = { $interviews ->
    [one] El observador identificado de una entrevista no anotó
   *[other] Los observadores identificados de { $interviews } entrevistas no anotaron
}

## Cobros

payout_account_shared =
    .hit = { $values_count ->
        [one] La cuenta de cobro { $values } se comparte
       *[other] Las cuentas de cobro { $values } se comparten
    } con { other-applicants }.
    .miss = { $values_count ->
        [one] Otros solicitantes que usan la cuenta de cobro { $values }:
       *[other] Otros solicitantes que usan las cuentas de cobro { $values }:
    } { by-too-few-applicants }.

payout_name_mismatch =
    .hit = { $accounts_count ->
        [one] El titular de la cuenta de cobro { $accounts } tiene
       *[other] Los titulares de las cuentas de cobro { $accounts } tienen
    } un nombre distinto al del solicitante.
    .miss = { $accounts_count ->
        [one] El nombre del titular de la cuenta de cobro { $accounts } coincide
       *[other] Los nombres de los titulares de las cuentas de cobro { $accounts } coinciden
    } con el del solicitante.

payout_changed_frequently =
    .hit = En un plazo de 90 días, el solicitante tuvo { $destinations } destinos de cobro.
    .hurried = { $accounts_count ->
        [one] La cuenta de cobro { $accounts } se añadió
       *[other] Las cuentas de cobro { $accounts } se añadieron
    } { $destinations ->
        [one] en los dos días anteriores a una retirada.
       *[other] en los dos días anteriores a una retirada. El solicitante tuvo { $destinations } destinos en 90 días.
    }
    .miss = { $destinations ->
        [one] El destino de cobro no cambió en ningún plazo de 90 días
       *[other] En un plazo de 90 días, el solicitante no tuvo más de { $destinations } destinos de cobro
    }, y ninguno se añadió justo antes de una retirada.

payout_country_vs_claimed_country =
    .hit = { $accounts_count ->
        [one] La cuenta bancaria o tarjeta { $accounts } está
       *[other] Las cuentas bancarias o tarjetas { $accounts } están
    } en { $held_in }, pero el solicitante dice vivir en { $claimed }.
    .miss = { $accounts_count ->
        [one] La cuenta bancaria o tarjeta { $accounts } está
       *[other] Las cuentas bancarias o tarjetas { $accounts } están
    } en { $held_in }, lo que concuerda con el lugar donde el solicitante dice vivir o alojarse.

payout_crypto_insistence =
    .hit = Mensajes del solicitante que piden cobrar en moneda virtual: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante que insisten en cobrar en moneda virtual: { $total ->
        [one] ninguno.
       *[other] ninguno de { $total }.
    }

payout_newly_created_multi_processor =
    .hit = Las cuentas en servicios de pago { $accounts } se abrieron a menos de 30 días del registro ({ $signed_up }).
    .miss = { $accounts_count ->
        [0] Ninguna cuenta en servicios de pago se abrió
       *[other] Solo la cuenta en un servicio de pago { $accounts } se abrió
    } a menos de 30 días del registro ({ $signed_up }).

account_lockout_story_needs_letter =
    .hit = { $count ->
        [one] Un mensaje pide
       *[other] { $count } mensajes piden
    } una carta para desbloquear una cuenta de pago: { $quotes }.
    .miss = Mensajes del solicitante que piden una carta para desbloquear una cuenta de pago: { $total ->
        [one] ninguno.
       *[other] ninguno de { $total }.
    }

payout_rapid_pass_through =
    .hit = { $part ->
        [all] Las { $total } retiradas se llevaron
       *[some] { $count } de { $total } retiradas se llevaron
    } todo el saldo en menos de un día desde el ingreso.
    .miss = { $part ->
        [none] Ninguna de las { $total } retiradas se llevó
       *[some] { $count ->
            [one] Solo una de { $total } retiradas se llevó
           *[other] Solo { $count } de { $total } retiradas se llevaron
        }
    } todo el saldo en menos de un día desde el ingreso.

prepayment_demand_or_aggression =
    .hit = { $demands } mensajes exigen el pago antes del trabajo: { $quotes }.
    .threats = { $threats ->
        [one] Un mensaje amenaza
       *[other] { $threats } mensajes amenazan
    } al cliente por el pago: { $quotes }.
    .miss = { $demands ->
        [0] Ningún mensaje exige el pago antes del trabajo ni contiene amenazas.
        [one] Solo un mensaje pide el pago antes del trabajo, y ninguno contiene amenazas.
       *[other] Solo { $demands } mensajes piden el pago antes del trabajo, y ninguno contiene amenazas.
    }

## Sesiones

verification_device_differs_from_use_device =
    .hit = La verificación de identidad se superó en un dispositivo situado en { $checked_in }. Sesiones posteriores en ese dispositivo: ninguna de { $sessions }. Las de país conocido se iniciaron desde { $used_in }.
    .nearby = Las sesiones posteriores a la verificación de identidad usaron otros dispositivos, pero algunas se iniciaron también desde { $checked_in }, donde se superó la verificación.
    .miss = El solicitante sigue usando el dispositivo en el que superó la verificación de identidad.

dormant_account_reactivated_new_fingerprint =
    .hit = El solicitante volvió el { $returned } tras { $idle_days } días sin sesiones. El dispositivo es nuevo, y { $changes ->
        [one] un dato de contacto o de cobro cambió
       *[other] { $changes } datos de contacto o de cobro cambiaron
    } a menos de un mes del regreso.
    .returned = El solicitante volvió el { $returned } tras { $idle_days } días sin sesiones, { $device ->
        [new] en un dispositivo nuevo pero con los mismos datos de contacto y de cobro.
       *[known] en un dispositivo anterior a la pausa.
    }
    .miss = El solicitante nunca dejó pasar medio año entre dos sesiones.

ip_commercial_vpn_or_datacenter =
    .hit = Sesiones a través de una VPN, Tor o un centro de datos: { some-sessions }.
    .miss = Sesiones a través de una VPN, Tor o un centro de datos: { some-sessions }.

ip_residential_proxy =
    .hit = Sesiones a través de un proxy residencial: { some-sessions }.
    .miss = Sesiones a través de un proxy residencial: { some-sessions }.

remote_desktop_or_screen_share_in_use =
    .hit = Sesiones con pantalla compartida o control remoto del equipo: { some-sessions }.
    .miss = Sesiones con pantalla compartida o control remoto del equipo: { some-sessions }.

vm_or_emulator_client =
    .hit = Sesiones en una máquina virtual, un emulador o un teléfono en la nube: { some-sessions }.
    .miss = Sesiones en una máquina virtual, un emulador o un teléfono en la nube: { some-sessions }.

antidetect_multi_account_browser =
    .hit = Sesiones con un navegador hecho para muchas identidades: { some-sessions }.
    .miss = Sesiones con un navegador hecho para muchas identidades: { some-sessions }.

application_form_automation =
    .hit = Sesiones con un script que controla el navegador: { some-sessions }.
    .miss = Sesiones con un script que controla el navegador: { some-sessions }.

timezone_vs_ip_or_claim_mismatch =
    .hit = Sesiones con el reloj del dispositivo{ $zones_count ->
        [0] { "" }
       *[other] { " " }({ $zones })
    } a { $hours ->
        [one] una hora
       *[other] unas { $hours } horas
    } de la hora { $compared_with ->
        [claim] del lugar declarado:
       *[address] del país de la dirección IP:
    } { some-sessions }.
    .miss = Sesiones con el reloj del dispositivo a más de una hora de la hora { $compared_with ->
        [claim] del lugar declarado:
       *[address] del país de la dirección IP:
    } { some-sessions }.

activity_hours_vs_claimed_timezone =
    .hit = { $part ->
        [all] Todas las horas activas ({ $total }) fueron
       *[some] { $count } de { $total } horas activas fueron
    } de noche (de 23:00 a 06:00) en el lugar declarado.
    .miss = { $part ->
        [none] Ninguna de las { $total } horas activas fue
       *[some] { $count ->
            [one] Solo una de { $total } horas activas fue
           *[other] Solo { $count } de { $total } horas activas fueron
        }
    } de noche (de 23:00 a 06:00) en el lugar declarado.

continuous_session_over_24h =
    .hit = La sesión del { $started } estuvo activa { $hours } horas.
    .miss = La sesión más larga, del { $started }, estuvo activa { $hours ->
        [0] menos de una hora.
        [one] solo una hora.
       *[other] solo { $hours } horas.
    }

implausible_cumulative_hours =
    .hit = { $known_sources ->
        [engagements] Los trabajos actuales del solicitante suman { $tracked } horas por semana.
        [sessions] En la semana del { $since }, el solicitante estuvo activo { $active } horas.
       *[both] En la semana del { $since }, el solicitante estuvo activo { $active } horas. Los trabajos actuales suman { $tracked } horas por semana.
    }
    .miss = { $known_sources ->
        [engagements] Los trabajos actuales del solicitante suman solo { $tracked } horas por semana.
        [sessions] En la semana de más actividad, la del { $since }, el solicitante estuvo activo solo { $active } horas.
       *[both] En la semana de más actividad, la del { $since }, el solicitante estuvo activo solo { $active } horas. Los trabajos actuales suman { $tracked } horas por semana.
    }

input_latency_remote_operator =
    .hit = Las pulsaciones en un dispositivo entregado llegaron con { $delay_ms } ms de retraso (mediana). Un teclado local se queda muy por debajo de 110 ms.
    .miss = En el dispositivo entregado más lento, las pulsaciones llegaron con { $delay_ms } ms de retraso (mediana), como con un teclado local.

dedicated_pristine_device_per_account =
    .hit = Sesiones con un dispositivo visto por primera vez a menos de un día del registro ({ $signed_up }): { some-sessions }. Ningún otro solicitante usa los dispositivos del solicitante.
    .shared = Sesiones con un dispositivo visto por primera vez a menos de un día del registro ({ $signed_up }): { some-sessions }. Sin embargo, otros solicitantes también usan un dispositivo del solicitante.
    .miss = Sesiones con un dispositivo visto por primera vez a menos de un día del registro ({ $signed_up }): { some-sessions }.

many_ips_one_account_short_window =
    .hit = En la semana del { $since }, el solicitante inició sesión desde { $networks } redes distintas.
    .miss = En ninguna semana inició sesión el solicitante desde más de { $networks ->
        [one] una red.
       *[other] { $networks } redes distintas.
    }

impossible_travel_logins =
    .hit = { $days_count ->
        [one] El { $days }, el solicitante inició sesión desde { $to } menos de dos horas después de estar activo en { $from }.
       *[other] En { $days_count } días ({ $days }), el solicitante inició sesión desde un país lejano menos de dos horas después de estar activo en otro. La primera vez, desde { $to } tras estar activo en { $from }.
    }
    .miss = Sesiones de país conocido seguidas de otra desde un país lejano en menos de dos horas: ninguna de { $sessions }.

concurrent_sessions_distinct_geos =
    .hit = { $days_count ->
        [one] El { $days }, el solicitante estuvo activo a la vez en { $from } y en { $to }.
       *[other] En { $days_count } días ({ $days }), el solicitante estuvo activo a la vez en dos países lejanos. La primera vez, en { $from } y en { $to }.
    }
    .miss = Sesiones de país conocido que coinciden en el tiempo con otra desde un país lejano: ninguna de { $sessions }.

ip_vs_claimed_location_mismatch =
    .hit = El solicitante dice vivir en { $claimed }. Sesiones iniciadas desde { $elsewhere }: { some-sessions }.
    .miss = { $part ->
        [none] Todas las sesiones de país conocido ({ $total }) concuerdan con el lugar donde el solicitante dice vivir o alojarse.
       *[some] Sesiones iniciadas desde { $elsewhere }, donde el solicitante no dice vivir ni alojarse: solo { $count } de { $total }.
    }

ip_in_comprehensively_sanctioned_netblock =
    .hit = Sesiones iniciadas directamente desde { $countries }, { $countries_count ->
        [one] país sujeto
       *[other] países sujetos
    } a control de sanciones generales: { some-sessions }.
    .miss = Sesiones iniciadas directamente desde un país sujeto a control de sanciones generales: { some-sessions }.

shared_device_across_accounts =
    .hit = Un dispositivo del solicitante se comparte con { other-applicants }.
    .miss = Otros solicitantes que usaron los dispositivos del solicitante: { by-too-few-applicants }.

persona_cross_login_in_one_session =
    .hit = Una sesión de navegador del solicitante se comparte con { other-applicants }.
    .miss = Otros solicitantes que usaron las sesiones de navegador del solicitante: { by-too-few-applicants }.

shared_ip_across_accounts =
    .hit = En un mes, { $addresses_count ->
        [one] la dirección IP { $addresses } se compartió
       *[other] las direcciones IP { $addresses } se compartieron
    } con { other-applicants }.
    .miss = Otros solicitantes que usaron en un mes { $addresses_count ->
        [one] la dirección IP { $addresses }:
       *[other] las direcciones IP { $addresses }:
    } { by-too-few-applicants }.

## Envíos

home_address_is_not_residential =
    .hit = { $count ->
        [one] Una verificación de antecedentes concluyó que el domicilio declarado { $outcome ->
            [not_residential] no es una vivienda.
           *[missing] no existe.
        }
       *[other] Las verificaciones de antecedentes concluyeron que { $count } domicilios declarados { $outcome ->
            [not_residential] no son viviendas.
            [missing] no existen.
           *[mixed] no son viviendas o no existen.
        }
    }
    .miss = { $total ->
        [one] Según una verificación de antecedentes, nada indica que el domicilio declarado no sea una vivienda o no exista.
       *[other] Según las verificaciones de antecedentes, nada indica que alguno de los { $total } domicilios declarados no sea una vivienda o no exista.
    }

ship_address_shared_across_workers =
    .hit = { $values_count ->
        [one] La dirección de envío { $values } se comparte
       *[other] Las direcciones de envío { $values } se comparten
    } con { other-applicants }.
    .miss = { $values_count ->
        [one] Otros solicitantes que usan la dirección de envío { $values }:
       *[other] Otros solicitantes que usan las direcciones de envío { $values }:
    } { by-too-few-applicants }.

ship_address_differs_from_id =
    .hit = { $addresses_count ->
        [one] La dirección de envío { $addresses } no figura
       *[other] Las direcciones de envío { $addresses } no figuran
    } ni en el documento de identidad ni entre las registradas.
    .miss = { $addresses_count ->
        [one] La dirección de envío { $addresses } coincide
       *[other] Las direcciones de envío { $addresses } coinciden
    } con una dirección registrada o del documento de identidad.

ship_address_changed_last_minute =
    .hit = La dirección de envío se cambió { $changes ->
        [one] el { $days },
       *[other] { $changes } veces ({ $days }),
    } { $sent ->
        [all] menos de tres días antes de enviarse el dispositivo o después.
        [none] para un dispositivo que aún no se ha enviado.
       *[some] poco antes de enviarse un dispositivo o para uno que aún no se ha enviado.
    }
    .miss = { $shipments ->
        [one] La dirección del único envío no se cambió
       *[other] Las direcciones de { $shipments } envíos no se cambiaron
    } a última hora.

## Trabajo tras la contratación

unreachable_in_core_hours_repeatedly =
    .hit = El solicitante no contestó { $part ->
        [all] ninguna de las { $calls } llamadas
       *[some] { $missed } de { $calls } llamadas
    } en el horario acordado.
    .miss = El solicitante { $part ->
        [none] contestó todas las llamadas ({ $calls })
       *[some] solo dejó de contestar { $missed } de { $calls } llamadas
    } en el horario acordado.

asks_colleagues_for_personal_details =
    .hit = Mensajes del solicitante que piden la identidad de otra persona: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante que piden la identidad de otra persona: { some-messages }.

code_or_data_extortion_threat =
    .hit = Mensajes del solicitante que amenazan con filtrar, vender o borrar código o datos: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante que amenazan con filtrar, vender o borrar código o datos: { some-messages }.

second_rmm_tool_on_issued_device =
    .hit = { $tools_count ->
        [one] En un dispositivo entregado hay una herramienta de control remoto que la empresa no instaló: { $tools }.
       *[other] En los dispositivos entregados hay { $tools_count } herramientas de control remoto que la empresa no instaló: { $tools }.
    }
    .miss = { $tools_count ->
        [0] En los dispositivos entregados no había más herramientas de control remoto que las que instaló la empresa.
       *[other] En un dispositivo entregado está la herramienta de control remoto { $tools }, pero el puesto del solicitante requiere este tipo de herramienta.
    }

ip_kvm_hardware_attached =
    .hit = Dispositivos entregados con un adaptador IP-KVM conectado, que permite el control remoto: { $part ->
        [all] { $total ->
            [one] el único.
           *[other] todos ({ $total }).
        }
       *[some] { $count } de { $total }.
    }
    .miss = Dispositivos entregados con un adaptador IP-KVM conectado: { $total ->
        [one] ninguno.
       *[other] ninguno de { $total }.
    }

device_geo_never_matches_login_geo =
    .hit = { $devices ->
        [one] El dispositivo entregado está
       *[other] Los dispositivos entregados están
    } en { $device_in }, pero los { $total } inicios de sesión se hicieron desde { $signed_in_from }.
    .miss = Inicios de sesión desde { $device_in }, donde { $devices ->
        [one] está el dispositivo entregado:
       *[other] están los dispositivos entregados:
    } { $count } de { $total }.

bulk_repo_or_secret_access_early =
    .hit = En la primera semana, el solicitante copió { $repositories ->
        [0] cero repositorios
        [one] un repositorio
       *[other] { $repositories } repositorios
    } y leyó { $secrets ->
        [0] cero secretos.
        [one] un secreto.
       *[other] { $secrets } secretos.
    }
    .needed = En la primera semana, el solicitante copió { $repositories ->
        [0] cero repositorios
        [one] un repositorio
       *[other] { $repositories } repositorios
    } y leyó { $secrets ->
        [0] cero secretos,
        [one] un secreto,
       *[other] { $secrets } secretos,
    } algo que su puesto requiere.
    .miss = En la primera semana, el solicitante copió { $repositories ->
        [0] cero repositorios
        [one] un repositorio
       *[other] { $repositories } repositorios
    } y leyó { $secrets ->
        [0] cero secretos.
        [one] un secreto.
       *[other] { $secrets } secretos.
    }

## Contacto

phone_shared_across_accounts =
    .hit = { $values_count ->
        [one] El número de teléfono { $values } se comparte
       *[other] Los números de teléfono { $values } se comparten
    } con { other-applicants }.
    .miss = { $values_count ->
        [one] Otros solicitantes que usan el número de teléfono { $values }:
       *[other] Otros solicitantes que usan los números de teléfono { $values }:
    } { by-too-few-applicants }.

email_shared_across_identities =
    .hit = { the-email-addresses } se { $addresses ->
        [one] comparte
       *[other] comparten
    } con { other-applicants }.
    .miss = { $addresses ->
        [one] Otros solicitantes que usan la dirección de correo en { $domains }:
       *[other] Otros solicitantes que usan las { $addresses } direcciones de correo en { $domains }:
    } { by-too-few-applicants }.

contact_details_changed_repeatedly =
    .hit = La dirección de correo o el número de teléfono del solicitante cambió { $changes } veces en 90 días, a partir del { $since }.
    .miss = { $changes ->
        [0] La dirección de correo y el número de teléfono del solicitante no cambiaron.
        [one] En 90 días, la dirección de correo o el número de teléfono del solicitante no cambió más de una vez.
       *[other] En 90 días, la dirección de correo o el número de teléfono del solicitante no cambió más de { $changes } veces.
    }

email_disposable_or_alias_domain =
    .hit = { the-email-addresses } { $addresses ->
        [one] es
       *[other] son
    } de un proveedor de direcciones desechables.
    .miss = { the-email-addresses } no { $addresses ->
        [one] es
       *[other] son
    } de un proveedor de direcciones desechables.

phone_voip_or_disposable =
    .hit = { $voip_count ->
        [one] El número de teléfono { $voip } es una línea de internet (VoIP).
       *[other] Los números de teléfono { $voip } son líneas de internet (VoIP).
    }
    .listed = { $listed_count ->
        [one] El número de teléfono { $listed } figura
       *[other] Los números de teléfono { $listed } figuran
    } en una lista de números desechables.
    .both = { $voip_count ->
        [one] El número de teléfono { $voip } es una línea de internet (VoIP)
       *[other] Los números de teléfono { $voip } son líneas de internet (VoIP)
    }, y { $listed_count ->
        [one] el número de teléfono { $listed } figura
       *[other] los números de teléfono { $listed } figuran
    } en una lista de números desechables.
    .miss = { $numbers_count ->
        [one] No consta que el número de teléfono { $numbers } sea una línea de internet (VoIP).
       *[other] No consta que los números de teléfono { $numbers } sean líneas de internet (VoIP).
    }
    .unlisted = { $numbers_count ->
        [one] No consta que el número de teléfono { $numbers } sea una línea de internet (VoIP), y no figura
       *[other] No consta que los números de teléfono { $numbers } sean líneas de internet (VoIP), y no figuran
    } en ninguna lista de números desechables.

phone_region_vs_claimed_location =
    .hit = { $numbers_count ->
        [one] El número de teléfono { $numbers } está asignado
       *[other] Los números de teléfono { $numbers } están asignados
    } en { $regions }, pero el solicitante dice vivir en { $claimed }.
    .miss = { $numbers_count ->
        [one] El número de teléfono { $numbers } está asignado
       *[other] Los números de teléfono { $numbers } están asignados
    } en { $regions }, lo que concuerda con el lugar donde el solicitante dice vivir o alojarse.

email_job_keyword_local_part =
    .hit = { the-email-addresses } { $addresses ->
        [one] contiene
       *[other] contienen
    } { $words_count ->
        [one] la palabra de oficio { $words }
       *[other] las palabras de oficio { $words }
    } antes de la @.
    .miss = { the-email-addresses } no { $addresses ->
        [one] contiene
       *[other] contienen
    } palabras de oficio antes de la @.

email_new_or_no_footprint =
    .hit = { the-email-addresses } se { $addresses ->
        [one] vio por primera vez el { $first_seen },
       *[other] vieron por primera vez el { $first_seen } o después,
    } como máximo 30 días antes de enviarse el perfil.
    .nowhere = Ningún servicio de consulta conoce { $addresses ->
        [one] la dirección de correo en { $domains }.
       *[other] las { $addresses } direcciones de correo en { $domains }.
    }
    .mixed = { the-email-addresses } se vieron por primera vez el { $first_seen } o después, o ningún servicio de consulta las conoce.
    .miss = { the-email-addresses } no { $addresses ->
        [one] es nueva: un servicio de consulta o la plataforma ya la conocía.
       *[other] son nuevas: un servicio de consulta o la plataforma ya las conocía.
    }

email_template_family =
    .hit = En 90 días, otros { $others } solicitantes usaron una dirección de correo que solo se distingue en la última cifra de la dirección del solicitante en { $domain }.
    .miss = En 90 días, { $others ->
        [0] ningún otro solicitante usó
        [one] solo otro solicitante usó
       *[other] solo otros { $others } solicitantes usaron
    } una dirección de correo que solo se distingue en la última cifra.

email_name_mismatch =
    .hit = { $addresses ->
        [one] El nombre en la dirección de correo en { $domains } no tiene
       *[other] Los nombres en las { $addresses } direcciones de correo en { $domains } no tienen
    } nada en común con el nombre del solicitante.
    .miss = { $addresses ->
        [one] El nombre en la dirección de correo en { $domains } concuerda
       *[other] Los nombres en las { $addresses } direcciones de correo en { $domains } concuerdan
    } con el nombre del solicitante.

## Verificación de identidad

id_document_reused_across_accounts =
    .hit = { $values_count ->
        [one] El documento de identidad { $values } se comparte
       *[other] Los documentos de identidad { $values } se comparten
    } con { other-applicants }.
    .miss = { $values_count ->
        [one] Otros solicitantes que usaron el documento de identidad { $values }:
       *[other] Otros solicitantes que usaron los documentos de identidad { $values }:
    } { by-too-few-applicants }.

verified_name_vs_profile_or_payout_mismatch =
    .hit = El nombre del documento verificado no tiene nada en común con { $names ->
        [profile] el nombre del perfil.
        [payouts] { $accounts_count ->
            [one] el nombre del titular de la cuenta de cobro { $accounts }.
           *[other] los nombres de los titulares de las cuentas de cobro { $accounts }.
        }
       *[both] el nombre del perfil ni con { $accounts_count ->
            [one] el nombre del titular de la cuenta de cobro { $accounts }.
           *[other] los nombres de los titulares de las cuentas de cobro { $accounts }.
        }
    }
    .miss = El nombre del documento verificado concuerda con { $names ->
        [profile] el nombre del perfil.
        [payouts] { $accounts_count ->
            [one] el nombre del titular de la cuenta de cobro { $accounts }.
           *[other] los nombres de los titulares de las cuentas de cobro { $accounts }.
        }
       *[both] el nombre del perfil y con { $accounts_count ->
            [one] el nombre del titular de la cuenta de cobro { $accounts }.
           *[other] los nombres de los titulares de las cuentas de cobro { $accounts }.
        }
    }

id_document_tamper_signals =
    .hit = { $checks ->
        [one] Una verificación de identidad encontró
       *[other] { $checks } verificaciones de identidad encontraron
    } { $signs_count ->
        [one] un indicio de manipulación: { $signs }.
       *[other] { $signs_count } indicios de manipulación: { $signs }.
    }
    .miss = { $checks ->
        [one] Una verificación de identidad buscó manipulaciones y no encontró
       *[other] { $checks } verificaciones de identidad buscaron manipulaciones y no encontraron
    } indicios de ellas.

verification_avoidance_or_repeat_failure =
    .hit = El solicitante no superó { $part ->
        [all] ninguna de { $total } verificaciones de identidad.
       *[some] { $count } de { $total } verificaciones de identidad.
    }
    .miss = El solicitante { $part ->
        [none] superó { $total ->
            [one] la única verificación de identidad.
           *[other] las { $total } verificaciones de identidad.
        }
        [all] no superó la única verificación de identidad. Una sola vez no basta para contar.
       *[some] no superó una de { $total } verificaciones de identidad. Una sola vez no basta para contar.
    }

id_image_background_or_template_shared =
    .hit = El fondo o la plantilla de la imagen del documento de identidad del solicitante se comparte con { other-applicants }.
    .miss = Otros solicitantes con el mismo fondo o la misma plantilla en la imagen del documento de identidad: { by-too-few-applicants }.

## Entrevista

selfie_face_matches_other_identity =
    .hit = { observer-noted } que el selfi muestra a una persona verificada con otro nombre: “{ $note }”
    .miss = { no-observer-noted } que el selfi muestre a una persona verificada con otro nombre.

camera_refusal_or_repeated_failure =
    .hit = { observer-noted } que el vídeo en directo se rechazó o falló repetidamente: “{ $note }”
    .miss = { no-observer-noted } que el vídeo en directo se rechazara o fallara repetidamente.

live_video_manipulation_suspected =
    .hit = { observer-noted } que el vídeo en directo parecía alterado: “{ $note }”
    .miss = { no-observer-noted } que el vídeo en directo pareciera alterado.

different_person_between_stages =
    .hit = { observer-noted } que en dos etapas aparecieron personas distintas: “{ $note }”
    .miss = { no-observer-noted } que en dos etapas aparecieran personas distintas.

scripted_or_fed_answers =
    .hit = { observer-noted } que el solicitante leyó las respuestas o las recibió de otra persona: “{ $note }”
    .miss = { no-observer-noted } que el solicitante leyera las respuestas o las recibiera de otra persona.

local_knowledge_failure =
    .hit = { observer-noted } que el solicitante no supo responder preguntas corrientes sobre la ciudad, la empresa o el centro de estudios declarados: “{ $note }”
    .miss = { no-observer-noted } que el solicitante no supiera responder preguntas corrientes sobre la ciudad, la empresa o el centro de estudios declarados.

shared_room_call_noise =
    .hit = { observer-noted } que otras personas hacían entrevistas en la misma sala: “{ $note }”
    .miss = { no-observer-noted } que otras personas hicieran entrevistas en la misma sala.

avoids_in_person_or_drug_test =
    .hit = { observer-noted } que el solicitante aplazó repetidamente los trámites presenciales o mostró una preocupación inusual por ellos: “{ $note }”
    .miss = { no-observer-noted } que el solicitante aplazara repetidamente los trámites presenciales o mostrara una preocupación inusual por ellos.

persona_meeting_collision =
    .hit = En los mismos 15 minutos, el dispositivo desde el que el solicitante se conectó a una llamada también estuvo en una llamada de { other-applicants }.
    .miss = Otros solicitantes que usaron en una llamada, en los mismos 15 minutos, un dispositivo desde el que se conectó el solicitante: { by-too-few-applicants }.

writing_style_shift_same_account =
    .hit = { $messages } mensajes del solicitante difieren en estilo entre dos momentos del día. La diferencia es { $times } veces la que explica el azar.
    .miss = { $messages } mensajes del solicitante no difieren claramente en estilo entre dos momentos del día. La diferencia es como máximo { $times } veces la que explica el azar.
    .one_shift = { $messages } mensajes del solicitante no se reparten en dos momentos del día, así que no se pudieron comparar los estilos.

## Países, tal como se leen después de «en»

country-AD = Andorra
country-AE = los Emiratos Árabes Unidos
country-AF = Afganistán
country-AG = Antigua y Barbuda
country-AI = Anguila
country-AL = Albania
country-AM = Armenia
country-AO = Angola
country-AQ = la Antártida
country-AR = Argentina
country-AS = Samoa Americana
country-AT = Austria
country-AU = Australia
country-AW = Aruba
country-AX = las islas Åland
country-AZ = Azerbaiyán
country-BA = Bosnia y Herzegovina
country-BB = Barbados
country-BD = Bangladés
country-BE = Bélgica
country-BF = Burkina Faso
country-BG = Bulgaria
country-BH = Baréin
country-BI = Burundi
country-BJ = Benín
country-BL = San Bartolomé
country-BM = las Bermudas
country-BN = Brunéi
country-BO = Bolivia
country-BQ = el Caribe neerlandés
country-BR = Brasil
country-BS = las Bahamas
country-BT = Bután
country-BV = la isla Bouvet
country-BW = Botsuana
country-BY = Bielorrusia
country-BZ = Belice
country-CA = Canadá
country-CC = las islas Cocos
country-CD = la República Democrática del Congo
country-CF = la República Centroafricana
country-CG = la República del Congo
country-CH = Suiza
country-CI = Costa de Marfil
country-CK = las islas Cook
country-CL = Chile
country-CM = Camerún
country-CN = China
country-CO = Colombia
country-CR = Costa Rica
country-CU = Cuba
country-CV = Cabo Verde
country-CW = Curazao
country-CX = la isla de Navidad
country-CY = Chipre
country-CZ = Chequia
country-DE = Alemania
country-DJ = Yibuti
country-DK = Dinamarca
country-DM = Dominica
country-DO = la República Dominicana
country-DZ = Argelia
country-EC = Ecuador
country-EE = Estonia
country-EG = Egipto
country-EH = el Sáhara Occidental
country-ER = Eritrea
country-ES = España
country-ET = Etiopía
country-FI = Finlandia
country-FJ = Fiyi
country-FK = las islas Malvinas
country-FM = Micronesia
country-FO = las islas Feroe
country-FR = Francia
country-GA = Gabón
country-GB = el Reino Unido
country-GD = Granada
country-GE = Georgia
country-GF = la Guayana Francesa
country-GG = Guernsey
country-GH = Ghana
country-GI = Gibraltar
country-GL = Groenlandia
country-GM = Gambia
country-GN = Guinea
country-GP = Guadalupe
country-GQ = Guinea Ecuatorial
country-GR = Grecia
country-GS = las islas Georgias del Sur y Sandwich del Sur
country-GT = Guatemala
country-GU = Guam
country-GW = Guinea-Bisáu
country-GY = Guyana
country-HK = Hong Kong
country-HM = las islas Heard y McDonald
country-HN = Honduras
country-HR = Croacia
country-HT = Haití
country-HU = Hungría
country-ID = Indonesia
country-IE = Irlanda
country-IL = Israel
country-IM = la isla de Man
country-IN = la India
country-IO = el Territorio Británico del Océano Índico
country-IQ = Irak
country-IR = Irán
country-IS = Islandia
country-IT = Italia
country-JE = Jersey
country-JM = Jamaica
country-JO = Jordania
country-JP = Japón
country-KE = Kenia
country-KG = Kirguistán
country-KH = Camboya
country-KI = Kiribati
country-KM = las Comoras
country-KN = San Cristóbal y Nieves
country-KP = Corea del Norte
country-KR = Corea del Sur
country-KW = Kuwait
country-KY = las islas Caimán
country-KZ = Kazajistán
country-LA = Laos
country-LB = el Líbano
country-LC = Santa Lucía
country-LI = Liechtenstein
country-LK = Sri Lanka
country-LR = Liberia
country-LS = Lesoto
country-LT = Lituania
country-LU = Luxemburgo
country-LV = Letonia
country-LY = Libia
country-MA = Marruecos
country-MC = Mónaco
country-MD = Moldavia
country-ME = Montenegro
country-MF = San Martín
country-MG = Madagascar
country-MH = las islas Marshall
country-MK = Macedonia del Norte
country-ML = Malí
country-MM = Birmania
country-MN = Mongolia
country-MO = Macao
country-MP = las islas Marianas del Norte
country-MQ = Martinica
country-MR = Mauritania
country-MS = Montserrat
country-MT = Malta
country-MU = Mauricio
country-MV = las Maldivas
country-MW = Malaui
country-MX = México
country-MY = Malasia
country-MZ = Mozambique
country-NA = Namibia
country-NC = Nueva Caledonia
country-NE = Níger
country-NF = la isla Norfolk
country-NG = Nigeria
country-NI = Nicaragua
country-NL = los Países Bajos
country-NO = Noruega
country-NP = Nepal
country-NR = Nauru
country-NU = Niue
country-NZ = Nueva Zelanda
country-OM = Omán
country-PA = Panamá
country-PE = Perú
country-PF = la Polinesia Francesa
country-PG = Papúa Nueva Guinea
country-PH = Filipinas
country-PK = Pakistán
country-PL = Polonia
country-PM = San Pedro y Miquelón
country-PN = las islas Pitcairn
country-PR = Puerto Rico
country-PS = Palestina
country-PT = Portugal
country-PW = Palaos
country-PY = Paraguay
country-QA = Catar
country-RE = Reunión
country-RO = Rumanía
country-RS = Serbia
country-RU = Rusia
country-RW = Ruanda
country-SA = Arabia Saudí
country-SB = las islas Salomón
country-SC = las Seychelles
country-SD = Sudán
country-SE = Suecia
country-SG = Singapur
country-SH = Santa Elena
country-SI = Eslovenia
country-SJ = Svalbard y Jan Mayen
country-SK = Eslovaquia
country-SL = Sierra Leona
country-SM = San Marino
country-SN = Senegal
country-SO = Somalia
country-SR = Surinam
country-SS = Sudán del Sur
country-ST = Santo Tomé y Príncipe
country-SV = El Salvador
country-SX = Sint Maarten
country-SY = Siria
country-SZ = Esuatini
country-TC = las islas Turcas y Caicos
country-TD = Chad
country-TF = los Territorios Australes Franceses
country-TG = Togo
country-TH = Tailandia
country-TJ = Tayikistán
country-TK = Tokelau
country-TL = Timor Oriental
country-TM = Turkmenistán
country-TN = Túnez
country-TO = Tonga
country-TR = Turquía
country-TT = Trinidad y Tobago
country-TV = Tuvalu
country-TW = Taiwán
country-TZ = Tanzania
country-UA = Ucrania
country-UG = Uganda
country-UM = las islas menores de los Estados Unidos
country-US = los Estados Unidos
country-UY = Uruguay
country-UZ = Uzbekistán
country-VA = la Ciudad del Vaticano
country-VC = San Vicente y las Granadinas
country-VE = Venezuela
country-VG = las islas Vírgenes Británicas
country-VI = las islas Vírgenes de los Estados Unidos
country-VN = Vietnam
country-VU = Vanuatu
country-WF = Wallis y Futuna
country-WS = Samoa
country-XK = Kosovo
country-YE = Yemen
country-YT = Mayotte
country-ZA = Sudáfrica
country-ZM = Zambia
country-ZW = Zimbabue
