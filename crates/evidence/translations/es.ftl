# Frases de las pruebas (español)

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
    [confirmed] solo miembros de la misma agencia o del mismo hogar con relación confirmada ({ $relations })
    [declared] solo quienes declararon la relación
    [hub] { $at_least ->
        [yes] al menos { $others }, demasiados para significar algo
       *[no] { $others }, demasiados para significar algo
    }
    [few] solo { $others }, muy pocos para contar
    [old] { $others }, hace demasiado tiempo para contar
   *[none] ninguno
}

# A sentence of its own, after the one about sharing that nothing explains
sharing =
    .explained = También se comparte dentro de una agencia o un hogar confirmado ({ $relations }). Eso tiene explicación y no cuenta.

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

person-reported = { $role ->
    [client] Un cliente
    [recruiter] Un reclutador
    [moderator] Un moderador
   *[identity_owner] El titular de la identidad
}{ $named ->
    [yes] { " " }({ $observer })
   *[no] { "" }
} informó{ $date ->
    [unknown] { "" }
   *[other] { " " }el { $date }
}

observer-noted = { $date ->
    [unknown] { $observer } anotó
   *[other] El { $date }, { $observer } anotó
}

no-observer-noted = { $interviews ->
    [one] El observador identificado de una entrevista no anotó
   *[other] Los observadores identificados de { $interviews } entrevistas no anotaron
}

other-profiles = { $count ->
    [one] { $sites_count ->
        [0] Un perfil en otro sitio
       *[other] El perfil en { $sites }
    }
   *[other] { $count } perfiles en otros sitios{ $sites_count ->
        [0] { "" }
       *[other] { " " }({ $sites })
    }
}

attributed-by = { $sign ->
    [host] La plataforma de código atribuye estos commits a la cuenta.
    [noreply] Al menos uno de estos commits se atribuye solo por la dirección sin respuesta que la plataforma dio a la cuenta.
    [email] Al menos uno de estos commits se atribuye solo por la dirección de correo pública de la cuenta.
    [login] Al menos uno de estos commits se atribuye solo porque el nombre o la dirección del autor es el usuario de la cuenta.
   *[name] Al menos uno de estos commits se atribuye solo porque el nombre del autor es el nombre público de la cuenta.
}

named-lists = { $lists_count ->
    [one] la lista { $lists }
   *[other] las listas { $lists }
}

no-clearance = Esto no demuestra que el solicitante sea legítimo.

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
    .abroad = { $accounts_count ->
        [one] El titular de la cuenta de cobro { $accounts } tiene un nombre distinto al del solicitante, y la cuenta está
       *[other] Los titulares de las cuentas de cobro { $accounts } tienen un nombre distinto al del solicitante, y las cuentas están
    } en { $held_in }, donde el solicitante no dice vivir.
    .unrelated = { $accounts_count ->
        [one] El titular de la cuenta de cobro { $accounts } tiene
       *[other] Los titulares de las cuentas de cobro { $accounts } tienen
    } un nombre distinto al del solicitante, y no hay prueba de una relación entre ellos.
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
    .once = { $accounts_count ->
        [one] La cuenta de cobro { $accounts } se añadió
       *[other] Las cuentas de cobro { $accounts } se añadieron
    } en los dos días anteriores a una retirada, lo que es demasiado poco frecuente para contar.

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
    .reported = { person-reported } que el solicitante insistió en cobrar en moneda virtual: “{ $quote }”
    .context = Mensajes del solicitante que mencionan pagos en moneda virtual: { some-messages }. Dicen: { $quotes }.
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
    .reported = { person-reported } que el solicitante pidió una carta para desbloquear una cuenta: “{ $quote }”
    .context = Mensajes del solicitante que mencionan una carta para desbloquear una cuenta: { some-messages }. Dicen: { $quotes }.
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
    .reported = { person-reported } que el solicitante exigió cobrar antes del trabajo o lanzó amenazas por el pago: “{ $quote }”
    .context = Mensajes del solicitante que mencionan un pago antes del trabajo: { some-messages }. Dicen: { $quotes }.
    .threatening = Mensajes del solicitante que mencionan consecuencias si falta el pago: { some-messages }. Dicen: { $quotes }.
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
    .far = La verificación de identidad se superó en un dispositivo situado en { $checked_in }. Sesiones posteriores en ese dispositivo: ninguna de { $sessions }. Las de lugar conocido se iniciaron al menos a { $km } km.
    .nearby = Las sesiones posteriores a la verificación de identidad usaron otros dispositivos, pero algunas se iniciaron también desde { $checked_in }, donde se superó la verificación.
    .explained = Las sesiones posteriores a la verificación de identidad usaron otros dispositivos y se iniciaron desde { $used_in } en lugar de { $checked_in }, lo que explican la residencia y las estancias declaradas.
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

careers_api_access_pattern =
    .hit = { $accounts ->
        [one] Otra cuenta externa hizo
       *[other] Otras { $accounts } cuentas externas hicieron
    } la misma secuencia de { $calls } llamadas al sitio de empleo.
    .miss = { $accounts ->
        [0] Ninguna otra cuenta externa repitió una secuencia de llamadas del solicitante al sitio de empleo.
       *[other] La secuencia más larga de llamadas al sitio de empleo que repitieron otras cuentas externas es demasiado corta para significar algo.
    }

ip_commercial_vpn_or_datacenter =
    .hit = Sesiones a través de una VPN, Tor o un centro de datos: { some-sessions }.
    .miss = Sesiones a través de una VPN, Tor o un centro de datos: { some-sessions }.

ip_residential_proxy =
    .hit = Sesiones a través de un proxy residencial: { some-sessions }.
    .miss = Sesiones a través de un proxy residencial: { some-sessions }.

remote_desktop_or_screen_share_in_use =
    .hit = Sesiones con pantalla compartida o control remoto del equipo: { some-sessions }. Además, { $sign ->
        [browser] se usó un navegador hecho para muchas identidades.
        [clock] el reloj difiere de la hora del lugar declarado.
        [address] la dirección IP es de un país distinto al declarado.
       *[several] el reloj, la dirección IP o el navegador contradicen lo declarado.
    }
    .alone = Sesiones con pantalla compartida o control remoto del equipo: { some-sessions }. En ellas, ni el reloj ni la dirección IP ni el navegador contradicen lo declarado.
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
    } de noche (de 23:00 a 06:00) en el lugar declarado y, además, { $sign ->
        [clock] los relojes de los dispositivos difieren de la hora de allí.
        [address] las direcciones IP son de otro país.
       *[both] los relojes de los dispositivos y las direcciones IP contradicen lo declarado.
    }
    .alone = { $part ->
        [all] Todas las horas activas ({ $total }) fueron
       *[some] { $count } de { $total } horas activas fueron
    } de noche (de 23:00 a 06:00) en el lugar declarado, como en el trabajo nocturno o para clientes lejanos. Ningún reloj y ninguna dirección IP contradicen lo declarado.
    .miss = { $part ->
        [none] Ninguna de las { $total } horas activas fue
       *[some] { $count ->
            [one] Solo una de { $total } horas activas fue
           *[other] Solo { $count } de { $total } horas activas fueron
        }
    } de noche (de 23:00 a 06:00) en el lugar declarado.

continuous_session_over_24h =
    .hit = A partir del { $started }, el solicitante estuvo activo { $hours } horas sin una pausa de dos horas.
    .miss = La actividad más larga sin una pausa de dos horas, el { $started }, duró { $hours ->
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
    .hit = En la semana del { $since }, el solicitante inició sesión a través de { $providers } proveedores de internet distintos.
    .miss = En ninguna semana inició sesión el solicitante a través de más de { $providers ->
        [one] un proveedor de internet.
       *[other] { $providers } proveedores de internet distintos.
    }

impossible_travel_logins =
    .hit = { $days_count ->
        [one] El { $days }, el solicitante estuvo activo en { $from } y, { $minutes } minutos después, en { $to }, al menos a { $km } km. Nadie viaja tan rápido.
       *[other] En { $days_count } días ({ $days }), el solicitante estuvo activo en dos lugares más rápido de lo que se puede viajar. La primera vez, en { $from } y, { $minutes } minutos después, en { $to }, al menos a { $km } km.
    }
    .miss = Entre las { $sessions } sesiones desde líneas domésticas conocidas, el solicitante siempre tuvo tiempo para viajar.

concurrent_sessions_distinct_geos =
    .hit = { $days_count ->
        [one] El { $days }, el solicitante tuvo a la vez una sesión en { $from } y otra en { $to }, al menos a { $km } km.
       *[other] En { $days_count } días ({ $days }), el solicitante tuvo a la vez sesiones en dos lugares lejanos. La primera vez, en { $from } y en { $to }, al menos a { $km } km.
    }
    .miss = Sesiones desde líneas domésticas conocidas que coinciden en el tiempo con otra desde un lugar lejano: ninguna de { $sessions }.

ip_vs_claimed_location_mismatch =
    .hit = El solicitante dice vivir en { $claimed }. Sesiones iniciadas desde { $elsewhere }: { some-sessions }.
    .region = El solicitante dice vivir en { $claimed }. Sesiones iniciadas al menos a { $km } km de allí: { some-sessions }.
    .miss = { $part ->
        [none] Todas las sesiones de país conocido ({ $total }) concuerdan con el lugar donde el solicitante dice vivir o alojarse.
       *[some] Sesiones iniciadas desde { $elsewhere }, donde el solicitante no dice vivir ni alojarse: solo { $count } de { $total }.
    }

ip_in_comprehensively_sanctioned_netblock =
    .hit = Sesiones iniciadas desde una dirección de internet en { $countries }, { $countries_count ->
        [one] país sujeto
       *[other] países sujetos
    } a control de sanciones generales: { some-sessions }. No consta que la dirección sea de una VPN, un proxy o un alojamiento.
    .miss = Sesiones iniciadas desde una dirección de internet en un país sujeto a control de sanciones generales: { some-sessions }. No se cuentan las direcciones de VPN, proxy o alojamiento.

shared_device_across_accounts =
    .hit = Un dispositivo del solicitante se comparte con { other-applicants }.
    .miss = Otros solicitantes que usaron los dispositivos del solicitante: { by-too-few-applicants }.

persona_cross_login_in_one_session =
    .hit = Una sesión de navegador del solicitante se comparte con { other-applicants }.
    .miss = Otros solicitantes que usaron las sesiones de navegador del solicitante: { by-too-few-applicants }.

shared_ip_across_accounts =
    .hit = En los mismos días, { $addresses_count ->
        [one] la línea doméstica { $addresses } se compartió
       *[other] las líneas domésticas { $addresses } se compartieron
    } con { other-applicants }.
    .miss = Otros solicitantes que usaron en los mismos días { $addresses_count ->
        [one] la línea doméstica { $addresses }:
       *[other] las líneas domésticas { $addresses }:
    } { by-too-few-applicants }.

accounts_on_one_cloud_machine =
    .hit = En los mismos días, una máquina en la nube del solicitante se compartió con { other-applicants }.
    .miss = Otros solicitantes que usaron en los mismos días las máquinas en la nube del solicitante: { by-too-few-applicants }.

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
    .reported = { person-reported } que el solicitante pidió la identidad de otra persona: “{ $quote }”
    .context = Mensajes del solicitante que mencionan el uso de la identidad de otra persona: { some-messages }. Dicen: { $quotes }.
    .hit = Mensajes del solicitante que piden la identidad de otra persona: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante que piden la identidad de otra persona: { some-messages }.

code_or_data_extortion_threat =
    .reported = { person-reported } que el solicitante amenazó con filtrar, vender o borrar código o datos: “{ $quote }”
    .context = Mensajes del solicitante que mencionan que se filtrarán, venderán o borrarán código o datos: { some-messages }. Dicen: { $quotes }.
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

credentials_beside_other_personas =
    .hit = { $addresses ->
        [one] Una dirección de correo del solicitante figura
       *[other] { $addresses } direcciones de correo del solicitante figuran
    } en un registro de credenciales robadas de un equipo en el que se usaron cuentas de { $personas ->
        [one] otra persona.
       *[other] hasta { $personas } personas más.
    } La mayoría de estas direcciones pertenecen a víctimas, así que esto no tiene peso.
    .miss = { $addresses ->
        [one] Ningún registro de credenciales robadas muestra la dirección de correo consultada
       *[other] Ningún registro de credenciales robadas muestra ninguna de las { $addresses } direcciones de correo consultadas
    } junto a cuentas de otras personas.

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

same_person_registered_again =
    .hit = El nombre y el documento o los datos de contacto coinciden con los de { other-applicants }: probablemente una persona con varias cuentas.
    .miss = Otros solicitantes con el mismo nombre y documento o datos de contacto: { by-too-few-applicants }.

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
       *[other] el nombre del perfil o del titular de una cuenta de cobro.
    }
    .miss = El nombre del documento verificado concuerda con { $names ->
        [profile] el nombre del perfil.
       *[other] el nombre del perfil o del titular de una cuenta de cobro.
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
    .documents = El solicitante presentó documentos de identidad con nombres que no tienen nada en común.
    .passed_later = El solicitante no superó o abandonó { $count } verificaciones de identidad, pero superó una posterior.

id_image_background_or_template_shared =
    .hit = El fondo o la plantilla de la imagen del documento de identidad del solicitante se comparte con { other-applicants }.
    .miss = Otros solicitantes con el mismo fondo o la misma plantilla en la imagen del documento de identidad: { by-too-few-applicants }.

id_submissions_one_production_line =
    .hit = La fotografía del documento de identidad del solicitante pertenece a una misma serie con las de { other-applicants }: coinciden al menos tres de estos datos: oficina emisora, validez, modelo de cámara, minuto y desfase del reloj.
    .miss = Otros solicitantes que comparten la oficina, la validez, la cámara, el minuto y el desfase del reloj de la fotografía del documento de identidad: { by-too-few-applicants }.

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

camera_is_virtual_or_capture_card =
    .hit = { $cameras_count ->
        [one] La cámara { $cameras } es una cámara virtual o una capturadora de vídeo.
       *[other] Las cámaras { $cameras } son cámaras virtuales o capturadoras de vídeo.
    } Hay además otro indicio sobre el solicitante.
    .miss = { $labels ->
        [one] El nombre de la cámara no es el de una cámara virtual o capturadora de vídeo conocida.
       *[other] Los nombres de { $labels } cámaras no son los de cámaras virtuales o capturadoras de vídeo conocidas.
    }

remote_control_during_assessment =
    .hit = Durante { $tests ->
        [one] una prueba de programación,
       *[other] { $tests } pruebas de programación,
    } { $signs ->
        [remote] hubo una sesión de control remoto activa.
        [pointer] se movió un segundo puntero.
       *[both] hubo una sesión de control remoto activa y se movió un segundo puntero.
    }
    .miss = { $tests ->
        [one] No se detectó control remoto durante la prueba de programación.
       *[other] No se detectó control remoto durante { $tests } pruebas de programación.
    }

writing_style_shift_same_account =
    .hit = { $messages } mensajes del solicitante difieren en estilo entre dos momentos del día. La diferencia es { $times } veces la que explica el azar.
    .miss = { $messages } mensajes del solicitante no difieren claramente en estilo entre dos momentos del día. La diferencia es como máximo { $times } veces la que explica el azar.
    .one_shift = { $messages } mensajes del solicitante no se reparten en dos momentos del día, así que no se pudieron comparar los estilos.

## Currículum

photo_reused_across_accounts =
    .hit = { $photos ->
        [one] La foto del perfil se comparte
       *[other] Al menos una de las { $photos } fotos del perfil se comparte
    } con { other-applicants }.
    .miss = { $photos ->
        [one] Otros solicitantes que usan la foto del perfil:
       *[other] Otros solicitantes que usan las { $photos } fotos del perfil:
    } { by-too-few-applicants }.

document_metadata_reuse =
    .hit = El archivo de currículum { $sent ->
        [file] es el mismo que el de { other-applicants }.
        [copy] y el de { other-applicants } son copias del mismo documento.
       *[both] es el mismo que el de { other-applicants } o una copia del mismo documento.
    }
    .miss = Otros solicitantes que enviaron el archivo de currículum: { by-too-few-applicants }.

document_author_identity_mismatch =
    .hit = El autor del archivo de currículum tiene un nombre distinto al del solicitante.
    .miss = El nombre del autor del archivo de currículum concuerda con el del solicitante.

resume_vs_profile_conflict =
    .country = El solicitante vive en { $on_resume } según el currículum, pero en { $claimed } según el perfil.
    .name = El nombre del currículum es distinto al del perfil.
    .years = El solicitante declara { $claimed ->
        [one] un año
       *[other] { $claimed } años
    } de experiencia, pero el currículum solo se remonta a { $first_job }.
    .start = En el currículum figura { $on_resume } desde { $start_on_resume }, pero { $sites_count ->
        [0] en un perfil de otro sitio
       *[other] en el perfil de { $sites }
    } figura { $elsewhere } desde { $start_elsewhere }{ $more ->
        [0] .
        [one] . Otro empleo también difiere.
       *[other] . Otros { $more } empleos también difieren.
    }
    .employer = De { $from } a { $until }, en el currículum figura { $on_resume }, pero { $sites_count ->
        [0] en un perfil de otro sitio
       *[other] en el perfil de { $sites }
    } figura { $elsewhere }{ $more ->
        [0] .
        [one] . Otro empleo también difiere.
       *[other] . Otros { $more } empleos también difieren.
    }
    .miss = De país, nombre, años de experiencia y empleos, { $compared ->
        [one] solo se pudo comparar un dato entre el currículum y el perfil, y concuerda.
        [4] se pudieron comparar los cuatro datos entre el currículum y el perfil, y concuerdan.
       *[other] se pudieron comparar { $compared } datos entre el currículum y el perfil, y concuerdan.
    }

professional_profile_new_or_thin =
    .hit = { other-profiles } { $count ->
        [one] { $why ->
            [new] tenía menos de 90 días de antigüedad,
            [thin] tenía menos de 10 contactos y ninguna actividad,
           *[mixed] tenía menos de 90 días de antigüedad, o menos de 10 contactos y ninguna actividad,
        }
       *[other] { $why ->
            [new] tenían menos de 90 días de antigüedad,
            [thin] tenían menos de 10 contactos y ninguna actividad,
           *[mixed] tenían menos de 90 días de antigüedad, o menos de 10 contactos y ninguna actividad,
        }
    } pero el solicitante declara { $years } años de experiencia.
    .junior = { other-profiles } { $count ->
        [one] { $why ->
            [new] tenía menos de 90 días de antigüedad,
            [thin] tenía menos de 10 contactos y ninguna actividad,
           *[mixed] tenía menos de 90 días de antigüedad, o menos de 10 contactos y ninguna actividad,
        }
       *[other] { $why ->
            [new] tenían menos de 90 días de antigüedad,
            [thin] tenían menos de 10 contactos y ninguna actividad,
           *[mixed] tenían menos de 90 días de antigüedad, o menos de 10 contactos y ninguna actividad,
        }
    } lo que concuerda con la poca experiencia que declara el solicitante.
    .miss = { other-profiles } no { $count ->
        [one] parecía nuevo ni vacío.
       *[other] parecían nuevos ni vacíos.
    }

professional_profile_hijacked =
    .hit = { other-profiles } dejó de tener actividad el { $silent_since }. Un año o más después, { $replaced ->
        [name_photo] cambiaron el nombre y la foto.
        [name_field] cambiaron el nombre y el campo profesional.
        [photo_field] cambiaron la foto y el campo profesional.
       *[all] cambiaron el nombre, la foto y el campo profesional.
    }
    .miss = { other-profiles } dejó de tener actividad el { $silent_since }. Un año o más después, { $replaced ->
        [name] solo había cambiado el nombre.
        [photo] solo había cambiado la foto.
        [field] solo había cambiado el campo profesional.
       *[none] no habían cambiado ni el nombre, ni la foto, ni el campo profesional.
    }

claimed_identity_inconsistent_across_platforms =
    .names = { other-profiles } { $count ->
        [one] mostraba
       *[other] mostraban
    } un nombre distinto al del solicitante.
    .countries = { other-profiles } { $count ->
        [one] situaba
       *[other] situaban
    } al solicitante en { $countries }, pero el solicitante dice vivir en { $claimed }.
    .outdated = { other-profiles } { $count ->
        [one] situaba
       *[other] situaban
    } al solicitante en { $countries }, pero el solicitante dice vivir en { $claimed }. Un solo perfil puede estar desactualizado.
    .miss = { other-profiles } no { $count ->
        [one] contradecía
       *[other] contradecían
    } ni el nombre ni el país del solicitante.

professional_profile_dead_or_missing =
    .hit = { other-profiles } { $count ->
        [one] { $status ->
            [not_found] no se pudo encontrar.
           *[removed] había sido eliminado por el sitio.
        }
       *[other] { $status ->
            [not_found] no se pudieron encontrar.
            [removed] habían sido eliminados por el sitio.
           *[mixed] no se pudieron encontrar o habían sido eliminados por el sitio.
        }
    }
    .miss = { other-profiles } se { $count ->
        [one] pudo
       *[other] pudieron
    } encontrar.

sterile_digital_footprint =
    .hit = { $job ->
        [one] Un servicio de empleo conoce
       *[other] { $job } servicios de empleo conocen
    } al solicitante, pero ningún otro servicio lo conoce.
    .miss = Servicios de empleo que conocen al solicitante: { $job ->
        [0] ninguno.
       *[other] { $job }.
    } Otros servicios que lo conocen: { $other ->
        [0] ninguno.
       *[other] { $other }.
    }

claimed_location_changes =
    .hit = En un año, el solicitante declaró { $countries_count ->
        [0] { $homes } domicilios distintos
       *[other] { $homes } domicilios distintos en { $countries }
    }{ $cities_count ->
        [0] .
       *[other] : { $cities }.
    }
    .miss = En ningún período de un año declaró el solicitante más de { $homes ->
        [one] un domicilio.
       *[other] { $homes } domicilios distintos.
    }

photo_ai_generated_or_face_swapped =
    .hit = Un detector encontró en el perfil { $kind ->
        [generated] { $count ->
            [one] una foto generada por IA.
           *[other] { $count } fotos generadas por IA.
        }
        [swapped] { $count ->
            [one] una foto con la cara sustituida.
           *[other] { $count } fotos con la cara sustituida.
        }
       *[mixed] { $count ->
            [one] una foto generada por IA con la cara sustituida.
           *[other] { $count } fotos generadas por IA o con la cara sustituida.
        }
    }
    .miss = Un detector no encontró indicios de que { $total ->
        [one] la foto del perfil estuviera generada o manipulada.
       *[other] las { $total } fotos del perfil estuvieran generadas o manipuladas.
    }

photo_missing_or_generic =
    .hit = El perfil no muestra ninguna foto.
    .generic = { $photos ->
        [one] La única foto del perfil no muestra a ninguna persona.
       *[other] Ninguna de las { $photos } fotos del perfil muestra a una persona.
    }
    .miss = { $photos ->
        [one] La foto del perfil muestra a una persona.
       *[other] Al menos una de las { $photos } fotos del perfil muestra a una persona.
    }
    .shown = El perfil muestra una foto.

portfolio_site_thin_or_throwaway =
    .hit = { $hosts_count ->
        [0] El portafolio
       *[other] El portafolio en { $hosts }
    } { $lacks ->
        [free_host] tiene una sola página, su dominio tiene menos de medio año y { $dead } de { $tried } enlaces probados no funcionan.
        [single_page] está en un alojamiento gratuito, su dominio tiene menos de medio año y { $dead } de { $tried } enlaces probados no funcionan.
        [young_domain] está en un alojamiento gratuito, tiene una sola página y { $dead } de { $tried } enlaces probados no funcionan.
        [dead_links] está en un alojamiento gratuito, tiene una sola página y su dominio tiene menos de medio año.
       *[nothing] está en un alojamiento gratuito, tiene una sola página, su dominio tiene menos de medio año y { $dead } de { $tried } enlaces probados no funcionan.
    }
    .miss = { $hosts_count ->
        [0] El portafolio
       *[other] El portafolio en { $hosts }
    } { $signs ->
        [0] no muestra ninguna
        [one] muestra solo una
       *[other] muestra solo { $signs }
    } de las cuatro señales de una página desechable (alojamiento gratuito, una sola página, dominio nuevo, enlaces rotos).

reference_contact_controlled =
    .hit = { $count ->
        [one] Una referencia { $way ->
            [email] tiene como contacto la dirección de correo del propio solicitante.
            [phone] tiene como contacto el número de teléfono del propio solicitante.
            [line] respondió desde la conexión doméstica del propio solicitante.
            [linked] tiene como contacto los datos de otro solicitante, vinculado a este.
           *[mixed] conduce al propio solicitante.
        }
       *[other] { $count } referencias { $way ->
            [email] tienen como contacto la dirección de correo del propio solicitante.
            [phone] tienen como contacto el número de teléfono del propio solicitante.
            [line] respondieron desde la conexión doméstica del propio solicitante.
            [linked] tienen como contacto los datos de otro solicitante, vinculado a este.
           *[mixed] conducen al propio solicitante por la dirección de correo, el teléfono, la conexión doméstica o un solicitante vinculado.
        }
    }
    .miss = { $total ->
        [one] La única referencia no conduce
       *[other] Ninguna de las { $total } referencias conduce
    } al propio solicitante.

identity_rotation_name_or_handle_change =
    .hit = El { $day }, el nombre se sustituyó por otro distinto, junto con { $replaced ->
        [document_photo] el documento de identidad y la foto.
        [document_contact] el documento de identidad y todos los datos de contacto.
        [photo_contact] la foto y todos los datos de contacto.
       *[all] el documento de identidad, la foto y todos los datos de contacto.
    }
    .elsewhere = { other-profiles } { $count ->
        [one] cambió
       *[other] cambiaron
    } de nombre y de foto.
    .miss = { $versions ->
        [one] La única versión anterior del perfil no tenía
       *[other] Ninguna de las { $versions } versiones anteriores del perfil tenía
    } otro nombre junto con otro documento, otra foto u otros datos de contacto.
    .same_elsewhere = { other-profiles } no { $count ->
        [one] cambió
       *[other] cambiaron
    } a la vez de nombre y de foto.

timeline_impossible_or_inconsistent =
    .impossible = { $kind ->
        [reversed] { $jobs_count ->
            [one] Un empleo del currículum termina antes de empezar: { $jobs }.
           *[other] { $jobs_count } empleos del currículum terminan antes de empezar: { $jobs }.
        }
        [future] { $jobs_count ->
            [one] Un empleo del currículum empieza en el futuro: { $jobs }.
           *[other] { $jobs_count } empleos del currículum empiezan en el futuro: { $jobs }.
        }
       *[mixed] { $jobs_count } empleos del currículum terminan antes de empezar o empiezan en el futuro: { $jobs }.
    }
    .same_months = En el currículum figuran { $employers } exactamente en los mismos meses, de { $from } a { $until }{ $more ->
        [0] .
        [one] . Otro empleo también coincide por completo con uno distinto.
       *[other] . Otros { $more } empleos también coinciden por completo con uno distinto.
    }
    .miss = { $jobs ->
        [one] Las fechas del único empleo con fechas del currículum son posibles.
       *[other] Las fechas de los { $jobs } empleos con fechas del currículum son posibles.
    }
    .near_months = En el currículum figuran { $employers } casi en los mismos meses, de { $from } a { $until }.
    .course = { $kind ->
        [reversed] Un curso del currículum termina antes de empezar: { $dates }.
       *[future] Un curso del currículum empieza dentro de más de un año: { $dates }.
    }

employer_unverifiable =
    .hit = { $count ->
        [one] Una verificación de antecedentes contradijo { $employers_count ->
            [0] un empleo
           *[other] el empleo en { $employers }
        }: { $outcome ->
            [denied] la empresa lo niega.
            [missing] la empresa no existe.
           *[conflict] los datos no concuerdan entre sí.
        }
       *[other] Las verificaciones de antecedentes contradijeron { $count } empleos{ $employers_count ->
            [0] :
           *[other] , en { $employers }:
        } { $outcome ->
            [denied] las empresas los niegan.
            [missing] las empresas no existen.
            [conflict] los datos no concuerdan entre sí.
           *[mixed] las empresas los niegan o no existen, o los datos no concuerdan entre sí.
        }
    }
    .miss = { $total ->
        [one] La verificación de antecedentes de un empleo no lo contradijo.
       *[other] Las verificaciones de antecedentes de { $total } empleos no contradijeron ninguno.
    }

role_predates_employer_or_technology =
    .hit = { $employers_count ->
        [0] Un empleo del currículum
       *[other] El empleo en { $employers }
    } empezó en { $began }, pero la empresa existe solo desde { $since }{ $more ->
        [0] .
        [one] . Las fechas de otro empleo tampoco pueden ser ciertas.
       *[other] . Las fechas de otros { $more } empleos tampoco pueden ser ciertas.
    }
    .technology = { $employers_count ->
        [0] Un empleo del currículum
       *[other] El empleo en { $employers }
    } terminó en { $ended }, pero su descripción menciona { $technology }, que se publicó por primera vez en { $published }{ $more ->
        [0] .
        [one] . Las fechas de otro empleo tampoco pueden ser ciertas.
       *[other] . Las fechas de otros { $more } empleos tampoco pueden ser ciertas.
    }
    .miss = { $compared ->
        [one] El único empleo que se pudo comparar no es anterior a su empresa ni a sus tecnologías, o la empresa lo confirmó.
       *[other] Ninguno de los { $compared } empleos que se pudieron comparar es anterior a su empresa o a sus tecnologías, salvo que la empresa lo haya confirmado.
    }

education_unverifiable_or_major_not_offered =
    .hit = { $count ->
        [one] Una verificación de antecedentes contradijo un título: { $outcome ->
            [denied] el centro de estudios lo niega.
           *[missing] ese centro, esa carrera o ese título no existe.
        }
       *[other] Las verificaciones de antecedentes contradijeron { $count } títulos: { $outcome ->
            [denied] los centros de estudios los niegan.
            [missing] esos centros, esas carreras o esos títulos no existen.
           *[mixed] los centros de estudios los niegan, o esos centros, esas carreras o esos títulos no existen.
        }
    }
    .miss = { $total ->
        [one] La verificación de antecedentes de un título no lo contradijo.
       *[other] Las verificaciones de antecedentes de { $total } títulos no contradijeron ninguno.
    }

identity_element_conflict =
    .hit = { $count ->
        [one] Una verificación de antecedentes concluyó
       *[other] { $count } verificaciones de antecedentes concluyeron
    } que el nombre, la fecha de nacimiento, la dirección y el número fiscal no se corresponden.
    .miss = { $total ->
        [one] Una verificación de antecedentes no encontró
       *[other] { $total } verificaciones de antecedentes no encontraron
    } ninguna contradicción entre el nombre, la fecha de nacimiento, la dirección y el número fiscal.

licence_or_certificate_unverifiable =
    .hit = { $licences ->
        [one] Una licencia o certificado { $outcome ->
            [missing] no figura en el registro público (consultado el { $days }).
            [other] está a nombre de otra persona según el registro (consultado el { $days }).
            [forged] es falso según su emisor (consultado el { $days }).
           *[mixed] no figura en el registro, está a nombre de otra persona o es falso (consultado el { $days }).
        }
       *[other] { $licences } licencias o certificados { $outcome ->
            [missing] no figuran en el registro público (consultado el { $days }).
            [other] están a nombre de otra persona según el registro (consultado el { $days }).
            [forged] son falsos según su emisor (consultado el { $days }).
           *[mixed] no figuran en el registro, están a nombre de otra persona o son falsos (consultado el { $days }).
        }
    }
    .miss = { $licences ->
        [one] El registro confirma la licencia o el certificado que se consultó.
       *[other] Los registros confirman las { $licences } licencias o certificados que se consultaron.
    }

verified_person_invented_history =
    .hit = La identidad del solicitante se verificó, pero ninguno de los { $answers } empleadores, centros y referencias que respondieron confirma el historial.
    .miss = De los { $answers } empleadores, centros y referencias que respondieron, { $confirmed ->
        [one] uno confirma el historial.
       *[other] { $confirmed } confirman el historial.
    }

implausible_skill_breadth =
    .hit = { $part ->
        [all] Ninguna de las { $total } habilidades del currículum se menciona en un empleo, un proyecto o el resumen.
       *[some] { $count } de { $total } habilidades del currículum no se mencionan en ningún empleo, ningún proyecto ni en el resumen.
    }
    .miss = { $part ->
        [none] { $total ->
            [one] La única habilidad del currículum se menciona en un empleo, un proyecto o el resumen.
           *[other] Las { $total } habilidades del currículum se mencionan en un empleo, un proyecto o el resumen.
        }
        [all] { $total ->
            [one] La única habilidad del currículum no se menciona en ningún empleo, ningún proyecto ni en el resumen, pero la lista es corta.
           *[other] Ninguna de las { $total } habilidades del currículum se menciona en un empleo, un proyecto o el resumen, pero la lista es corta.
        }
       *[some] { $count ->
            [one] Una de { $total } habilidades del currículum no se menciona
           *[other] { $count } de { $total } habilidades del currículum no se mencionan
        } en ningún empleo, ningún proyecto ni en el resumen.
    }

resume_tailored_too_exactly =
    .hit = El currículum repite literalmente el { $percent } % de una oferta de empleo.
    .miss = { $percent ->
        [0] El currículum no repite literalmente ninguna oferta de empleo.
       *[other] El currículum repite literalmente, como máximo, el { $percent } % de una oferta de empleo.
    }

resume_near_duplicate_across_accounts =
    .hit = El currículum es casi idéntico al de { $others ->
        [one] otro solicitante (coincide en un { $percent } %).
       *[other] otros { $others } solicitantes (coincide hasta en un { $percent } %).
    }
    .miss = { $why ->
        [declared] Solo solicitantes que declararon la relación tienen
       *[none] Ningún otro solicitante tiene
    } casi el mismo currículum.

resume_copied_from_public_person =
    .hit = El currículum es casi idéntico a { $count ->
        [one] un texto público con otro nombre
       *[other] { $count } textos públicos con otros nombres
    }{ $sites_count ->
        [0] .
       *[other] , en { $sites }.
    }
    .miss = { $total ->
        [one] El único texto público que se comparó no es
       *[other] Ninguno de los { $total } textos públicos que se compararon es
    } el mismo currículum con otro nombre.

message_template_reuse_across_accounts =
    .hit = Una carta o un mensaje del solicitante es casi idéntico al de { $others ->
        [one] otro solicitante (coincide en un { $percent } %).
       *[other] otros { $others } solicitantes (coincide hasta en un { $percent } %).
    }
    .miss = { $why ->
        [declared] Solo solicitantes que declararon la relación han enviado
       *[none] Ningún otro solicitante ha enviado
    } casi la misma carta o casi el mismo mensaje.

portfolio_cloned_or_shared =
    .hit = { $by ->
        [analytics] { $values_count ->
            [one] El identificador de analítica web { $values } del portafolio se comparte con { other-applicants }.
           *[other] Los identificadores de analítica web { $values } de los portafolios se comparten con { other-applicants }.
        }
       *[text] El portafolio es casi idéntico al de { $others ->
            [one] otro solicitante (coincide en un { $percent } %).
           *[other] otros { $others } solicitantes (coincide hasta en un { $percent } %).
        }
    }
    .miss = { $by ->
        [analytics] { $values_count ->
            [one] Otros solicitantes que usan el identificador de analítica web { $values } del portafolio: { by-too-few-applicants }.
           *[other] Otros solicitantes que usan los identificadores de analítica web { $values } de los portafolios: { by-too-few-applicants }.
        }
       *[text] { $why ->
            [declared] Solo solicitantes que declararon la relación tienen casi el mismo portafolio.
           *[none] Ningún otro solicitante tiene casi el mismo portafolio.
        }
    }

## Repositorios de código

repo_history_backdated =
    .hit = { $commits } commits en los repositorios { $repositories } llevan una fecha más de 30 días anterior a la creación de la cuenta ({ $created }). { attributed-by }
    .miss = { $commits ->
        [0] { $total ->
            [one] El único commit con fecha de la cuenta no lleva
           *[other] Ninguno de los { $total } commits con fecha de la cuenta lleva
        }
       *[other] Solo el repositorio { $repositories } tiene commits con
    } una fecha más de 30 días anterior a la creación de la cuenta ({ $created }). { attributed-by }

follow_farming =
    .hit = La cuenta sigue a { $following } usuarios, pero { $followers ->
        [0] no tiene seguidores.
        [one] tiene un solo seguidor.
       *[other] tiene { $followers } seguidores.
    }
    .miss = La cuenta { $following ->
        [0] no sigue a nadie.
        [one] sigue a un solo usuario.
       *[other] solo sigue a { $following } usuarios.
    }
    .popular = La cuenta sigue a { $following } usuarios, pero la siguen { $followers }.

commit_email_shared_across_accounts =
    .hit = { $values_count ->
        [one] La dirección de correo { $values } en los commits del solicitante se comparte
       *[other] Las direcciones de correo { $values } en los commits del solicitante se comparten
    } con { other-applicants }.
    .miss = { $values_count ->
        [one] Otros solicitantes que usan la dirección de correo { $values } de los commits del solicitante:
       *[other] Otros solicitantes que usan las direcciones de correo { $values } de los commits del solicitante:
    } { by-too-few-applicants }.

commit_identity_multiplicity =
    .hit = Los { $commits } commits del solicitante usan { $addresses } direcciones de correo en { $domains }{ $names ->
        [0] .
        [one] , con un solo nombre.
       *[other] , con { $names } nombres distintos.
    } { attributed-by }
    .miss = Los { $commits } commits del solicitante usan solo { $addresses ->
        [one] una dirección de correo en { $domains }
       *[other] { $addresses } direcciones de correo en { $domains }
    }{ $names ->
        [0] .
        [one] , con un solo nombre.
       *[other] , con { $names } nombres distintos.
    } { attributed-by }

account_age_vs_claimed_experience =
    .hit = El solicitante declara trabajo de código abierto en { $host } desde { $claimed }, pero la cuenta no se creó hasta el { $created }.
    .miss = El solicitante declara trabajo de código abierto en { $host } desde { $claimed }, y la cuenta se creó el { $created }.

repo_burst_after_signup =
    .hit = { $part ->
        [all] Los { $total } repositorios se crearon
       *[some] { $count } de { $total } repositorios se crearon
    } en los 30 días posteriores a la creación de la cuenta ({ $created }).
    .miss = { $part ->
        [none] Ninguno de los { $total } repositorios se creó
       *[some] { $count ->
            [one] Solo uno de { $total } repositorios se creó
           *[other] Solo { $count } de { $total } repositorios se crearon
        }
    } en los 30 días posteriores a la creación de la cuenta ({ $created }).

activity_gap_then_history =
    .hit = La cuenta se creó el { $created } y no muestra actividad antes del { $first }. Después sumó { $repositories } repositorios en 60 días.
    .slow = La cuenta se creó el { $created } y no muestra actividad antes del { $first }. Desde entonces, { $repositories ->
        [0] no ha sumado ningún repositorio.
        [one] nunca ha sumado más de un repositorio en 60 días.
       *[other] nunca ha sumado más de { $repositories } repositorios en 60 días.
    }
    .miss = La cuenta se creó el { $created } y empezó a tener actividad en menos de dos años. La primera actividad conocida es del { $first }.
    .earlier = La primera actividad conocida de la cuenta ({ $first }) es anterior a su creación ({ $created }).

commit_timezone_vs_claimed_location =
    .hit = { $part ->
        [all] Los { $total } commits con huso horario conocido se hicieron
       *[some] { $count } de { $total } commits con huso horario conocido se hicieron
    } en { $offsets }, que no { $offsets_count ->
        [one] coincide
       *[other] coinciden
    } con la hora del lugar declarado. { attributed-by }
    .miss = { $part ->
        [none] Ninguno de los { $total } commits con huso horario conocido se hizo
       *[some] { $count ->
            [one] Solo uno de { $total } commits con huso horario conocido se hizo
           *[other] Solo { $count } de { $total } commits con huso horario conocido se hicieron
        }
    } en un huso horario que no coincide con la hora del lugar declarado. { attributed-by }

commit_timezone_multiplicity =
    .hit = En { $part ->
        [all] { $total ->
            [2] los dos períodos de dos semanas
           *[other] los { $total } períodos de dos semanas
        }
       *[some] { $count } de { $total } períodos de dos semanas
    } con commits, el reloj del solicitante alternó entre tres o más husos horarios: { $offsets }. { attributed-by }
    .miss = { $part ->
        [none] En ninguno de los períodos de dos semanas con commits alternó
       *[some] Solo en un período de dos semanas con commits alternó
    } el reloj del solicitante entre tres o más husos horarios. { attributed-by }

platform_merge_not_by_platform =
    .hit = { $part ->
        [all] Los { $total } commits
       *[some] { $count } de { $total } commits
    } con el título que la plataforma da a un pull request fusionado no fueron registrados por la plataforma. { attributed-by }
    .miss = { $total ->
        [0] Ningún commit del solicitante tiene el título que la plataforma da a un pull request fusionado.
       *[other] { $count ->
            [0] La plataforma registró todos los commits que tienen su título para un pull request fusionado.
           *[other] Solo un commit con el título que la plataforma da a un pull request fusionado no fue registrado por ella.
        }
    } { attributed-by }

authorship_rewritten =
    .merges = En { $repositories } hay commits con el título que la plataforma da a un pull request fusionado, pero la plataforma no los registró.
    .numbers = En { $repositories } hay commits que terminan con el número de un pull request, como los escribe la plataforma, pero la plataforma no los registró.
    .owners = En { $repositories } hay fusiones que nombran ramas de otras personas, pero el solicitante es el único autor.
    .reverts = En { $repositories } hay commits que revierten commits que no existen allí.
    .signoffs = En { $repositories } hay commits firmados por personas que no aparecen en ningún otro lugar.
    .bulk = En { $repositories }, al menos 20 commits se registraron en menos de una hora, pero sus fechas abarcan más de 180 días.
    .attributed = { attributed-by }
    .miss = { $marks ->
        [0] Los commits del solicitante no muestran señales de autores sustituidos.
       *[other] Los commits del solicitante muestran muy pocas señales de autores sustituidos.
    } { attributed-by }

strangers_history_in_repositories =
    .hit = Los repositorios { $repositories } no están marcados como forks, pero cada uno contiene al menos cinco commits de otras personas anteriores a la creación de la cuenta ({ $created }) y del repositorio.
    .miss = { $repositories_count ->
        [0] Ningún repositorio
       *[other] Solo { $repositories }
    } contiene al menos cinco commits de otras personas anteriores a la creación de la cuenta ({ $created }) y del repositorio.

boilerplate_only_repositories =
    .hit = Los { $total } repositorios están vacíos, son forks sin commits propios o no cambiaron desde el día en que se crearon.
    .miss = { $part ->
        [none] Ninguno de los { $total } repositorios está vacío, es un fork sin commits propios o quedó sin cambios desde el día en que se creó.
       *[some] Solo { $count } de { $total } repositorios { $count ->
            [one] está vacío, es un fork sin commits propios o no cambió desde el día en que se creó.
           *[other] están vacíos, son forks sin commits propios o no cambiaron desde el día en que se crearon.
        }
    }

second_bare_profile_after_hire =
    .hit = Después de empezar a trabajar el { $hired }, el solicitante dio otra cuenta de código que antes. No tiene repositorios.
    .used = Después de empezar a trabajar el { $hired }, el solicitante dio otra cuenta de código que antes. Tiene repositorios.
    .miss = El solicitante da la misma cuenta de código desde que empezó a trabajar el { $hired }.

commits_duplicated_across_accounts =
    .hit = { $commits ->
        [one] Un commit comparado tiene la misma hora y la misma primera línea que
       *[other] { $commits } commits comparados tienen la misma hora y la misma primera línea que
    } commits de { other-applicants }, pero con otros hashes. Una de las historias se hizo a partir de la otra.
    .miss = Ningún otro solicitante tiene varios commits con la misma hora y la misma primera línea y otros hashes.

repo_history_copied_from_others =
    .hit = Al menos la mitad de los commits { $repositories_count ->
        [0] de un repositorio sin nombre
        [one] del repositorio { $repositories }
       *[other] de cada uno de los repositorios { $repositories }
    } está también en el repositorio de otra persona, con otro autor y con fecha no posterior. { attributed-by }
    .miss = Menos de la mitad de los commits { $repositories_count ->
        [0] de un repositorio sin nombre
        [one] del repositorio { $repositories }
       *[other] de cada uno de los repositorios { $repositories }
    } está también en el repositorio de otra persona, con otro autor y con fecha no posterior. { attributed-by }

contribution_badge_spam =
    .hit = { $part ->
        [all] Los { $total } pull requests en otros repositorios
       *[some] { $count } de { $total } pull requests en otros repositorios
    } cambian cuatro líneas como máximo y no se fusionaron.
    .miss = { $count ->
        [0] Todos los pull requests en otros repositorios cambian más de cuatro líneas o se fusionaron.
        [one] Solo un pull request en otro repositorio cambia cuatro líneas como máximo y no se fusionó.
       *[other] Solo { $part ->
            [all] { $count } pull requests
           *[some] { $count } de { $total } pull requests
        } en otros repositorios cambian cuatro líneas como máximo y no se fusionaron.
    }

secrets_or_past_employer_code_published =
    .hit = Se encontraron secretos en los repositorios { $with_secrets }.
    .claimed = Una empresa anterior reclama como suyo el código { $claimed_count ->
        [one] del repositorio { $claimed }
       *[other] de los repositorios { $claimed }
    }{ $with_secrets_count ->
        [0] .
        [one] , y se encontraron secretos en el repositorio { $with_secrets }.
       *[other] , y se encontraron secretos en los repositorios { $with_secrets }.
    }
    .miss = { $with_secrets_count ->
        [0] { $total ->
            [one] El único repositorio que se revisó no contiene secretos ni código de una empresa anterior.
           *[other] Ninguno de los { $total } repositorios que se revisaron contiene secretos ni código de una empresa anterior.
        }
       *[other] Se encontraron secretos en un solo repositorio ({ $with_secrets }), y ninguna empresa anterior reclama código.
    }

## Actividad en la plataforma

application_velocity_extreme =
    .hit = El solicitante envió { $applications } candidaturas en 24 horas, a partir del { $from }.
    .miss = El solicitante nunca envió más de { $applications ->
        [one] una candidatura
       *[other] { $applications } candidaturas
    } en 24 horas.

bids_per_login_high =
    .hit = El solicitante envió { $applications } candidaturas, pero solo inició sesión { $sign_ins ->
        [one] una vez.
       *[other] { $sign_ins } veces.
    }
    .miss = El solicitante envió { $applications ->
        [one] una sola candidatura
       *[other] { $applications } candidaturas
    } e inició sesión { $sign_ins ->
        [one] una vez.
       *[other] { $sign_ins } veces.
    }

low_bid_acceptance_ratio =
    .hit = { $count ->
        [0] Ninguna de las { $total } candidaturas con resultado conocido fue aceptada.
        [one] Solo una de { $total } candidaturas con resultado conocido fue aceptada.
       *[other] Solo { $count } de { $total } candidaturas con resultado conocido fueron aceptadas.
    }
    .miss = { $part ->
        [all] Las { $total } candidaturas con resultado conocido fueron aceptadas.
       *[some] { $count ->
            [one] Una de { $total } candidaturas con resultado conocido fue aceptada.
           *[other] { $count } de { $total } candidaturas con resultado conocido fueron aceptadas.
        }
    }

rating_ring_single_client =
    .long_term = Los clientes que valoraron al solicitante habían trabajado con él más de 60 días.
    .hit = En las dos semanas anteriores o posteriores a la valoración máxima del solicitante, { $clients_count ->
        [0] el mismo cliente
       *[other] el cliente { $clients }
    } también dio valoraciones máximas a { other-applicants }.
    .miss = En las dos semanas anteriores o posteriores a la valoración máxima del solicitante, { $clients_count ->
        [0] el mismo cliente
       *[other] el cliente { $clients }
    } { $why ->
        [declared] solo dio valoraciones máximas a solicitantes que declararon la relación.
        [hub] dio valoraciones máximas a { other-applicants }, demasiados para significar algo.
        [few] solo dio valoraciones máximas a { other-applicants }, muy pocos para contar.
       *[none] no dio valoraciones máximas a ningún otro solicitante.
    }

self_dealing_client_same_payout =
    .hit = { $engagements ->
        [one] En un trabajo, el cliente tiene
       *[other] En { $engagements } trabajos, los clientes tienen
    } { $shared ->
        [client_account] la misma cuenta de cobro que el solicitante: { $accounts }.
        [client_device_id] un dispositivo en común con el solicitante.
        [client_document_digest] el mismo documento de identidad que el solicitante.
       *[several] varios de estos elementos en común con el solicitante: cuenta de cobro, dispositivo, documento de identidad.
    }
    .miss = { $compared ->
        [one] La única cuenta de cobro, el único dispositivo o el único documento de identidad que se conoce de un cliente no es
       *[other] De { $compared } cuentas de cobro, dispositivos y documentos de identidad que se conocen de clientes, ninguno es
    } del solicitante.

rate_below_market_no_negotiation =
    .hit = { $part ->
        [all] Las { $total } ofertas estuvieron
       *[some] { $count } de { $total } ofertas estuvieron
    } al menos un 25 % por debajo de la tarifa habitual.
    .miss = { $count ->
        [0] Ninguna de las { $total } ofertas estuvo
        [one] Solo una de { $total } ofertas estuvo
       *[other] Solo { $count } de { $total } ofertas estuvieron
    } al menos un 25 % por debajo de la tarifa habitual.

cold_outreach_as_executive =
    .context = Mensajes del solicitante que, sin que nadie le hubiera escrito antes, dicen venir del director de una empresa: { some-messages }. Dicen: { $quotes }.
    .hit = Mensajes del solicitante en los que, sin que nadie le hubiera escrito antes, se presenta como director de una empresa: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante en los que, sin que nadie le hubiera escrito antes, se presenta como director de una empresa: { some-messages }.

off_platform_move_request =
    .reported = { person-reported } que el solicitante pidió llevar la conversación o el pago fuera de la plataforma: “{ $quote }”
    .context = Mensajes del solicitante que mencionan una conversación o un pago fuera de la plataforma: { some-messages }. Dicen: { $quotes }.
    .hit = Mensajes del solicitante que piden llevar la conversación o el pago fuera de la plataforma: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante que piden llevar la conversación o el pago fuera de la plataforma: { some-messages }.

use_other_account_request =
    .reported = { person-reported } que el solicitante, tras una suspensión, pidió usar otra cuenta u otro nombre: “{ $quote }”
    .context = Mensajes del solicitante, posteriores a la suspensión del { $suspended }, que mencionan otra cuenta u otro nombre: { $count } de { $total }. Dicen: { $quotes }.
    .hit = Mensajes del solicitante que piden usar otra cuenta después de la suspensión del { $suspended }: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante que piden usar otra cuenta después de la suspensión del { $suspended }: { some-messages }.
    .not_suspended = No consta ninguna suspensión de la cuenta. Las peticiones de usar otra cuenta solo se valoran tras una suspensión.

concurrent_full_time_engagements =
    .hit = El { $at }, el solicitante tenía { $engagements } trabajos a tiempo completo a la vez.
    .miss = { $engagements ->
        [0] Ningún trabajo de inicio conocido es a tiempo completo.
        [one] El solicitante nunca tuvo dos trabajos a tiempo completo a la vez.
       *[other] El solicitante nunca tuvo más de { $engagements } trabajos a tiempo completo a la vez.
    }

recruits_proxy_interviewers =
    .reported = { person-reported } que el solicitante buscaba a alguien que acudiera a entrevistas en su lugar: “{ $quote }”
    .context = Mensajes del solicitante que mencionan que alguien acude a una entrevista por otra persona: { some-messages }. Dicen: { $quotes }.

identity_owner_dispute =
    .reported = { person-reported } que nunca presentó una solicitud: “{ $quote }” Su identidad se comprobó mediante { $check ->
        [one_time_link] un enlace enviado a una dirección conocida.
        [call_back] una llamada a un número conocido.
       *[letter] una carta a una dirección conocida.
    }
    .unverified = { person-reported } que nunca presentó una solicitud, pero nadie comprobó que sea el titular de la identidad: “{ $quote }”

subcontract_or_account_rental_offer =
    .reported = { person-reported } que el solicitante pidió usar una cuenta, una identidad o un portátil: “{ $quote }”
    .context = Mensajes del solicitante que mencionan el uso de la cuenta, la identidad o el portátil de otra persona: { some-messages }. Dicen: { $quotes }.
    .hit = Mensajes del solicitante que piden la cuenta, la identidad o el portátil de otra persona, o alguien que acuda a una entrevista: { some-messages }. Dicen: { $quotes }.
    .miss = Mensajes del solicitante que piden la cuenta, la identidad o el portátil de otra persona, o alguien que acuda a una entrevista: { some-messages }.

## Listas de amenazas

ip_listed_actor_vpn_exit =
    .hit = Sesiones desde { $addresses_count ->
        [one] la dirección IP { $addresses }, que figura
       *[other] las direcciones IP { $addresses }, que figuran
    } en { named-lists } de salidas denunciadas: { some-sessions }. Además, { $sign ->
        [client] se usó una herramienta de escritorio remoto o un navegador hecho para muchas identidades.
        [clock] el reloj difiere de la hora del lugar declarado.
        [country] la dirección es de un país distinto al declarado.
        [elsewhere] otras sesiones se iniciaron desde un país distinto al declarado.
       *[several] el reloj, el país o el navegador contradicen lo declarado.
    }
    .address_only = Sesiones desde { $addresses_count ->
        [one] la dirección IP { $addresses }, que figura
       *[other] las direcciones IP { $addresses }, que figuran
    } en { named-lists } de salidas denunciadas: { some-sessions }. Ni el reloj ni el navegador ni las demás sesiones muestran contradicciones.
    .miss = Sesiones desde una dirección IP que figura en { named-lists } de salidas denunciadas: { some-sessions }. { no-clearance }

email_on_threat_list =
    .hit = { $values_count ->
        [one] La dirección de correo o el nombre de cuenta { $values } coincide con una entrada
       *[other] Las direcciones de correo o los nombres de cuenta { $values } coinciden con entradas
    } de { named-lists } de cuentas denunciadas.
    .miss = Ninguna dirección de correo ni ningún nombre de cuenta del solicitante coincide con una entrada de { named-lists } de cuentas denunciadas. { no-clearance }

payout_address_sanctioned =
    .hit = { $values_count ->
        [one] La cuenta de cobro { $values } figura
       *[other] Las cuentas de cobro { $values } figuran
    } en { named-lists } de cuentas sancionadas.
    .miss = Ninguna cuenta de cobro del solicitante figura en { named-lists } de cuentas sancionadas. { no-clearance }

ship_address_forwarder_or_mailbox =
    .hit = { $values_count ->
        [one] La dirección de envío { $values } figura
       *[other] Las direcciones de envío { $values } figuran
    } en { named-lists } de empresas de reenvío y apartados postales.
    .miss = Ninguna dirección de envío del solicitante figura en { named-lists } de empresas de reenvío y apartados postales. { no-clearance }

links_to_flagged_accounts =
    .hit = El solicitante sigue a { $matches ->
        [one] una cuenta de repositorios que figura
       *[other] { $matches } cuentas de repositorios que figuran
    } en { named-lists } de cuentas denunciadas.
    .crowd = El solicitante sigue a { $following } cuentas de repositorios. Solo { $matches ->
        [one] una de ellas figura
       *[other] { $matches } de ellas figuran
    } en { named-lists } de cuentas denunciadas, lo que puede ser casualidad.
    .miss = Ninguna cuenta de repositorios a la que el solicitante sigue figura en { named-lists } de cuentas denunciadas. { no-clearance }

referral_link_to_flagged_account =
    .hit = El solicitante recomendó a { $matches ->
        [one] una cuenta que figura
       *[other] { $matches } cuentas que figuran
    } en { named-lists } de cuentas falsas confirmadas, o fue recomendado por { $matches ->
        [one] ella.
       *[other] ellas.
    }
    .miss = Ninguna cuenta que el solicitante recomendó o que lo recomendó figura en { named-lists } de cuentas falsas confirmadas. { no-clearance }

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
