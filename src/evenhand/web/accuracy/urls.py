"""Addresses of this app's pages."""

from django.urls import path

from evenhand.web.accuracy.views import answering, complaints, letters, portal

app_name = "accuracy"
urlpatterns = [
    path("", portal.mine, name="mine"),
    path("complaints/", complaints.waiting, name="waiting"),
    path("<uuid:id>/draft/", portal.draft, name="draft"),
    path("<uuid:id>/draft/comment/", portal.comment, name="comment"),
    path("<uuid:id>/draft/done/", portal.end_comments, name="end_comments"),
    path("<uuid:id>/final/", portal.final, name="final"),
    path("<uuid:id>/final/complain/", portal.complain, name="complain"),
    path("<uuid:id>/final/no-complaint/", portal.no_complaint, name="no_complaint"),
    path("<uuid:id>/complaints/<uuid:complaint>/review/", portal.ask_review, name="ask_review"),
    path("<uuid:id>/letters/<slug:name>/", letters.letter, name="letter"),
    path("<uuid:id>/", answering.answers, name="answers"),
    path("<uuid:id>/comments/<uuid:comment>/", answering.answer, name="answer"),
    path("<uuid:id>/comments/<uuid:comment>/changed/", answering.changed, name="changed"),
    path("<uuid:id>/send/", answering.send, name="send"),
    path("<uuid:id>/give-final/", answering.give_final, name="give_final"),
    path("<uuid:id>/take-back/", answering.take_back, name="take_back"),
    path("<uuid:id>/hold/", answering.hold, name="hold"),
    path("<uuid:id>/holds/<int:number>/lift/", answering.lift, name="lift"),
    path("<uuid:id>/complaints/<uuid:complaint>/", complaints.complaint, name="complaint"),
    path("files/<uuid:comment>/", answering.file, name="file"),
]
